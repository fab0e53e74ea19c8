# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What the tasks of one run share: sessions, and what a preview would have written.

Everything lives in one directory that belongs to the run and ends with it (0700, files 0600), never in facts or results.
A task is a process of its own, and several may work on one org at a time: a lock per file keeps them apart.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import typing as t

from .preview import Preview


class RunState:
    """The shared state of one run, in *directory*; *previewing* says that the whole run is a preview.

    Previews of one *rehearsal* see each other and no others. A run that is a preview as a whole is one rehearsal.
    """

    def __init__(self, directory: str, previewing: bool = False, rehearsal: str = "") -> None:
        self._previewing = previewing
        self._rehearsal = "" if previewing else rehearsal
        self._directory = os.path.join(directory, "sfops.salesforce")

    # The three methods an organisation's client asks of a session store.

    def load(self, key: str) -> dict[str, t.Any] | None:
        with self._file("session", key) as stream:
            return _content(stream)

    def save(self, key: str, session: t.Mapping[str, t.Any]) -> None:
        with self._file("session", key) as stream:
            _replace(stream, session)

    def drop(self, key: str) -> None:
        with self._file("session", key) as stream:
            _replace(stream, None)

    @contextlib.contextmanager
    def preview(self, org: str) -> t.Iterator[Preview]:
        """The preview of one org, held for the caller until it is done and kept only if it succeeds."""
        with self._file("preview", f"{org} {self._rehearsal}" if self._rehearsal else org) as stream:
            preview = Preview(_content(stream))
            yield preview
            _replace(stream, preview.state())

    @contextlib.contextmanager
    def writing(self, org: str) -> t.Iterator[None]:
        """One real task at a time for an org: two hosts may name the same one, and each has to see what the other did.

        What single tasks have previewed is dropped: it no longer starts from what is there. A run that is a preview as a whole keeps it.
        """
        with self._file("writing", org):
            if not self._previewing:
                with self._file("preview", org) as stream:
                    _replace(stream, None)
            yield

    @contextlib.contextmanager
    def notes(self, kind: str, key: str) -> t.Iterator[dict[str, t.Any]]:
        """What tasks of the run note down for later ones, held for the caller until it is done and kept only if it succeeds."""
        with self._file(kind, key) as stream:
            notes = _content(stream) or {}
            yield notes
            _replace(stream, notes)

    @contextlib.contextmanager
    def _file(self, kind: str, key: str) -> t.Iterator[t.TextIO]:
        os.makedirs(self._directory, mode=0o700, exist_ok=True)
        name = f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"
        descriptor = os.open(os.path.join(self._directory, name), os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield stream


def _content(stream: t.TextIO) -> dict[str, t.Any] | None:
    text = stream.read()
    return t.cast(t.Optional[dict[str, t.Any]], json.loads(text)) if text else None


def _replace(stream: t.TextIO, content: t.Mapping[str, t.Any] | None) -> None:
    stream.seek(0)
    stream.truncate()
    if content is not None:
        json.dump(content, stream)
