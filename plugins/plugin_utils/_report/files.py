# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The files of a report."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import typing as t
from pathlib import Path

from .page import page
from .ticket import ticket

Document = t.Mapping[str, t.Any]

#: Format -> the name of its file.
NAMES = {"json": "change.json", "html": "change.html", "markdown": "change.md"}
#: The JSON of a run that was held against the file it would replace.
EVIDENCE = "evidence.json"


def write(folder: Path, document: Document, formats: t.Collection[str], title: str, plan: str = "") -> t.Iterator[Path]:
    """Write a document in each format and say where it is, the JSON first: it is the plan. The approved *plan* is left as it is.

    Raises:
        OSError: if a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for one, name in NAMES.items():
        if one in formats:
            file = folder / name
            if plan and file.exists() and os.path.exists(plan) and file.samefile(plan):
                file = folder / EVIDENCE
            replace(file, _WRITERS[one](document, title))
            yield file


def replace(file: Path, text: str) -> None:
    """Write a file that is there as a whole or not at all, for those to read whom the caller's umask lets."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, file)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _title(document: Document, title: str) -> str:
    return title or ("Salesforce changes" if document["mode"] == "applied" else "Preview of Salesforce changes")


_WRITERS: t.Mapping[str, t.Callable[[Document, str], str]] = {
    "json": lambda document, _title: json.dumps(document, indent=1, ensure_ascii=False) + "\n",
    "html": lambda document, title: page(document, _title(document, title)),
    "markdown": lambda document, title: ticket(document, _title(document, title), NAMES["html"]),
}
