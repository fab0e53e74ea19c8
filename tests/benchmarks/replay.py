# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that forwards each request once and repeats the answer from then on."""

from __future__ import annotations

import http.client
import http.server
import signal
import sys
import threading
import typing as t
from urllib.parse import urlsplit

Answer = t.Tuple[int, t.List[t.Tuple[str, str]], bytes]
FORWARDED = ("authorization", "content-type", "accept")


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers from memory, else asks upstream."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    upstream: t.ClassVar[str]
    memory: t.ClassVar[dict[tuple[str, str, bytes], Answer]] = {}

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = (self.command, self.path, body)
        if key not in self.memory:
            self.memory[key] = self._ask(body)
        status, headers, content = self.memory[key]
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = _any

    def _ask(self, body: bytes) -> Answer:
        connection = http.client.HTTPConnection(self.upstream, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() in FORWARDED}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() == "content-type"]
        connection.close()
        return answer.status, kept, content

    def log_message(self, *arguments: t.Any) -> None:
        """Say nothing."""


def main() -> int:
    """Serve until told to stop."""
    Handler.upstream = urlsplit(sys.argv[1]).netloc
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stopped = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda _number, _frame: stopped.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    stopped.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
