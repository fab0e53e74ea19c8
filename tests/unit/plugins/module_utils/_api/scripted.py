# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A scripted server on loopback, and what else the tests of the client share."""

from __future__ import annotations

import dataclasses
import http.server
import json
import pathlib
import socket
import ssl
import struct
import threading
import typing as t

from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org
from ansible_collections.sfops.salesforce.plugins.module_utils._api.transport import Transport

TOKEN = "00D5f000000AbCd!AQ8planted.access.token"


@dataclasses.dataclass
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> t.Any:
        return json.loads(self.content)


@dataclasses.dataclass
class Reply:
    """What the server answers. *how*: ``reset`` and ``hang`` answer nothing, ``cut`` half of what was announced."""

    status: int = 200
    body: t.Any = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    how: str = ""

    @property
    def content(self) -> bytes:
        if isinstance(self.body, str):
            return self.body.encode()
        return b"" if self.body is None else json.dumps(self.body).encode()


Answering = t.Callable[[Asked], Reply]


class Server:
    """Answers from ``script`` first, then by ``otherwise``. ``asked`` holds every request."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.script: list[Reply | Answering] = []
        self.otherwise: Answering = lambda asked: Reply(500, [{"message": "not in the script", "errorCode": "X"}])
        self.released = threading.Event()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args: t.Any) -> None:
                return

            def _any(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Asked(self.command, self.path, dict(self.headers.items()), content)
                server.asked.append(asked)
                step = server.script.pop(0) if server.script else server.otherwise
                self._reply(step if isinstance(step, Reply) else step(asked))

            do_GET = do_POST = do_PATCH = do_DELETE = _any

            def _reply(self, reply: Reply) -> None:
                if reply.how == "hang":
                    server.released.wait(20)
                if reply.how in ("hang", "reset"):
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(reply.status)
                self.send_header("Content-Length", str(len(reply.content) * (2 if reply.how == "cut" else 1)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.content)
                self.close_connection = self.close_connection or reply.how == "cut"

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_args: t.Any) -> None:
                return

        self.http = Quiet(("127.0.0.1", 0), Handler)
        if context:
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.url = f"http{'s' if context else ''}://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self.released.set()
        self.http.shutdown()
        self.http.server_close()


@dataclasses.dataclass
class Made:
    """An org with what a test wants to look into."""

    org: Org
    transport: Transport
    connection: Connection
    slept: list[float]


@dataclasses.dataclass
class Store:
    """A store of sessions in memory."""

    records: dict[str, dict[str, t.Any]] = dataclasses.field(default_factory=dict)

    def load(self, key: str) -> dict[str, t.Any] | None:
        return self.records.get(key)

    def save(self, key: str, record: dict[str, t.Any]) -> None:
        self.records[key] = record

    def drop(self, key: str) -> None:
        self.records.pop(key, None)


@dataclasses.dataclass
class Keys:
    """An RSA key with a certificate for 127.0.0.1, as files in PEM form."""

    key: pathlib.Path
    certificate: pathlib.Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context
