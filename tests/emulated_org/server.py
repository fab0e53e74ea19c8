# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listening: one socket per organisation, one uvicorn server for all."""

from __future__ import annotations

import socket
import typing as t

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .app import Application
from .wire import TRANSPORT

HOST = "127.0.0.1"


class Protocol(HttpToolsProtocol):
    """Hands the application its connection, so that a test can have it cut."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        t.cast("dict[str, t.Any]", self.scope)[TRANSPORT] = self.transport


def listen(port: int = 0) -> socket.socket:
    """A listening socket on loopback; raises OSError when *port* is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    made.bind((HOST, port))
    made.listen(256)
    return made


def server(application: Application, certificate: str | None = None) -> uvicorn.Server:
    """A server without banner, access log or signal handling of the process's own.

    *certificate* is a file with certificate and key; with it the server speaks TLS. It is read here.
    """
    config = uvicorn.Config(
        application,
        http=Protocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate,
    )
    config.load()
    return uvicorn.Server(config)
