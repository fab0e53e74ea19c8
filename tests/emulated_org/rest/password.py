# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A user's password: ``/sobjects/User/{id}/password``."""

from __future__ import annotations

import re
import secrets

from ..errors import refuse
from ..schema.model import SObject
from .call import Answer, Call
from .routes import routes
from .sobjects import record_id, visible


def _user(call: Call, record: str) -> tuple[SObject, str]:
    sobject = visible(call, "User")
    found = record_id(call, sobject, record)
    call.writer.existing(sobject, found)
    if found != call.access.user and not call.access.can("ManageUsers", "ResetPasswords", "ManageInternalUsers"):
        raise refuse("no_access")
    return sobject, found


def state(call: Call, record: str) -> Answer:
    """``GET``."""
    _user(call, record)
    return Answer(body={"isExpired": False})


def change(call: Call, record: str) -> Answer:
    """``POST``: set one."""
    _sobject, found = _user(call, record)
    wanted = str(call.object_body().get("NewPassword", ""))
    if len(wanted) < 8 or not re.search(r"[A-Za-z]", wanted) or not re.search(r"[0-9]", wanted):
        raise refuse("password")
    call.org.passwords[found] = wanted
    return Answer(204)


def reset(call: Call, record: str) -> Answer:
    """``DELETE``: have one made."""
    _sobject, found = _user(call, record)
    made = f"{secrets.token_hex(4)}A{secrets.randbelow(9)}"
    call.org.passwords[found] = made
    return Answer(200, {"NewPassword": made})


routes.add("/sobjects/User/{record}/password", GET=state, POST=change, DELETE=reset)
