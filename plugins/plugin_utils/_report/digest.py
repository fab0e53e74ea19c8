# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""One digest for the same content, however it was written down."""

from __future__ import annotations

import hashlib
import json
import typing as t


def digest(content: t.Any) -> str:
    """The digest of what JSON can say: the order of keys, white space and escapes make no difference."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def plain(value: t.Any) -> t.Any:
    """A value as JSON says it: Ansible's own kinds of text and lists become ordinary ones."""
    return json.loads(json.dumps(value, default=str))
