# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Text of an org inside Markdown: it stays text, on one line, and calls nobody."""

from __future__ import annotations

import re
import typing as t

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
#: What CommonMark and GitHub's tables, and Jira's and ServiceNow's editors, take for more than text inside a line.
_MARKS = re.compile(r"([\\`*_{}\[\]|~#!^$])")
#: Somebody's name after a blank is called; in an address it is not.
_CALL = re.compile(r"(?<![\w.])@(?=\w)")
#: What begins a list at the start of a line.
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s|$)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
#: Nothing to see, and no tracker looks for a name behind it.
_WORD_JOINER = "\u2060"


def text(value: t.Any, most: int = 200) -> str:
    """A value as text that means nothing to a tracker, cut where it is longer than *most*."""
    plain = _CONTROL.sub(" ", str(value)).strip()
    plain = plain if len(plain) <= most else plain[: most - 1] + "…"
    plain = "".join(_HTML.get(one, one) for one in plain)
    plain = _MARKS.sub(r"\\\1", plain).replace("://", r"\://")
    plain = re.sub(r"(?i)\bwww\.", r"www\\.", plain)
    plain = _LIST.sub(r"\1\\\2", plain)
    return _CALL.sub(f"@{_WORD_JOINER}", plain)
