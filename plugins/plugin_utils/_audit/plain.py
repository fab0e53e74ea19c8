# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Values as Python has them: Ansible hands filters its own kinds of text, and containers that are worked out when they are looked at."""

from __future__ import annotations

import typing as t


def plain(value: t.Any) -> t.Any:
    """The value, looked at to the bottom; dates stay dates."""
    if isinstance(value, t.Mapping):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return "".join(value) if isinstance(value, str) else value
