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
    ) -> None:
        self.facts: list[dict[str, str]] = []
        self.orgs: list[Org] = []
        self._folder = tempfile.mkdtemp(prefix="emulated-org-")
        self._sockets: list[socket.socket] = []
        key = Path(self._folder) / "private_key.pem"
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(private_pem())
        self._key = key
        atexit.register(self.close)
        universe = Universe()
        try:
            by_port: dict[int, Org] = {}
            for index, entry in enumerate(read(name, count, only)):
                made = listen(port + index if port else 0)
                self._sockets.append(made)
                number = made.getsockname()[1]
                url = f"http://{HOST}:{number}"
                built = build(entry, universe, url)
                built.org.log.file = Path(log) if log else None
                by_port[number] = built.org
                self.orgs.append(built.org)
                extra = {"private_key_file": str(key), "control_url": url + PREFIX}
                self.facts.append({**built.facts, **extra})
        except BaseException:
            self.close()
            raise
        parse("SELECT Id FROM Organization")
        self._server = server(Application(by_port))

    def close(self) -> None:
        """Remove what was written and free the ports."""
        atexit.unregister(self.close)
        for one in self._sockets:
            one.close()
        with contextlib.suppress(OSError):
            self._key.unlink()
        with contextlib.suppress(OSError):
            os.rmdir(self._folder)

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
