# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starting organisations, from the command line or from a test."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import socket
import tempfile
import threading
import typing as t
from pathlib import Path

from .app import Application
from .control.api import PREFIX
from .org import Org, Universe
from .server import HOST, listen, server
from .soql.parse import parse
from .world.apps import private_pem
from .world.build import build
from .world.files import read


class World:
    """Running organisations. ``orgs`` are the objects themselves, ``facts`` what a client needs to know of each."""

    def __init__(
        self,
        name: str = "default",
        count: int | None = None,
        port: int = 0,
        log: str | None = None,
        only: t.Sequence[str] = (),
        tls: bool = False,
    ) -> None:
        self.facts: list[dict[str, str]] = []
        self.orgs: list[Org] = []
        self._folder = tempfile.mkdtemp(prefix="emulated-org-")
        self._files: list[str] = []
        self._sockets: list[socket.socket] = []
        atexit.register(self.close)
        own = {"private_key_file": self._write("private_key.pem", private_pem())}
        certificate: str | None = None
        if tls:
            from . import certificates

            made = certificates.make()
            own["ca_file"] = self._write("ca.pem", made.authority)
            certificate = self._write("server.pem", made.server)
        universe = Universe()
        try:
            by_port: dict[int, Org] = {}
            for index, entry in enumerate(read(name, count, only)):
                bound = listen(port + index if port else 0)
                self._sockets.append(bound)
                number = bound.getsockname()[1]
                url = f"{'https' if tls else 'http'}://{HOST}:{number}"
                built = build(entry, universe, url)
                built.org.log.file = Path(log) if log else None
                by_port[number] = built.org
                self.orgs.append(built.org)
                self.facts.append({**built.facts, **own, "control_url": url + PREFIX})
            self._server = server(Application(by_port), certificate)
        except BaseException:
            self.close()
            raise
        parse("SELECT Id FROM Organization")

    def close(self) -> None:
        """Remove what was written and free the ports."""
        atexit.unregister(self.close)
        for one in self._sockets:
            one.close()
        for file in self._files:
            with contextlib.suppress(OSError):
                os.unlink(file)
        with contextlib.suppress(OSError):
            os.rmdir(self._folder)

    def _write(self, name: str, content: bytes) -> str:
        """A file only its owner can read; ``close`` removes it."""
        file = os.path.join(self._folder, name)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(content)
        self._files.append(file)
        return file

    async def serve(self) -> None:
        """Serve until ``stop`` is called."""
        with contextlib.suppress(asyncio.CancelledError):
            await self._server._serve(self._sockets)

    def stop(self) -> None:
        self._server.should_exit = True

    @property
    def started(self) -> bool:
        return self._server.started


@contextlib.contextmanager
def running(name: str = "default", **options: t.Any) -> t.Iterator[World]:
    """Organisations in a thread of this process, for tests."""
    world = World(name, **options)
    thread = threading.Thread(target=lambda: asyncio.run(world.serve()), daemon=True)
    thread.start()
    waited = threading.Event()
    while not world.started and thread.is_alive():
        waited.wait(0.005)
    try:
        yield world
    finally:
        world.stop()
        thread.join(5)
        world.close()
