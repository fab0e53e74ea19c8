# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""A password for a user. Nothing reads it back, so it is never compared, and never shown."""

from __future__ import annotations

from .refusal import Refusal
from .resource import Params

OPTION = "new_password"


class Password:
    """The password that was declared, and when it is set."""

    def __init__(self, params: Params) -> None:
        given = params.get(OPTION)
        if given is not None and not str(given):
            raise Refusal(f"Option {OPTION} is empty; give a password, or leave the option out", "BAD_OPTION", [OPTION])
        self.text = str(given or "")
        self._always = params.get("update_password") == "always"

    def counts(self, creating: bool) -> bool:
        """Whether this run sets the password."""
        return bool(self.text) and (creating or self._always)
