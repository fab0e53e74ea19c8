# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A user's password: ``/sobjects/User/{id}/password``."""

from __future__ import annotations

import secrets

from ..auth import passwords
from ..errors import refuse
from ..rules import audit
from ..store.database import Row
from .call import Answer, Call
from .routes import routes
from .sobjects import record_id, visible


def _user(call: Call, record: str) -> Row:
    sobject = visible(call, "User")
    found = record_id(call, sobject, record)
    user = call.writer.existing(sobject, found)
    if found != call.access.user and not call.access.can("ManageUsers", "ResetPasswords", "ManageInternalUsers"):
        raise refuse("no_access")
    return user


def state(call: Call, record: str) -> Answer:
    """``GET``."""
    return Answer(body={"isExpired": _user(call, record)["Id"] in call.org.expired_passwords})


def change(call: Call, record: str) -> Answer:
    """``POST``: set one."""
    user = _user(call, record)
    wanted = str(call.object_body().get("NewPassword") or "")
    passwords.check(call.org, user, wanted)
    passwords.put(call.org, user["Id"], wanted)
    audit.entry(call.org, call.access.user, "changedpassword", user=user["Name"])
    return Answer(204)


def reset(call: Call, record: str) -> Answer:
    """``DELETE``: have one made, which the user must change."""
    user = _user(call, record)
    made = f"{secrets.token_hex(4)}A{secrets.randbelow(9)}"
    passwords.put(call.org, user["Id"], made, expired=True)
    audit.entry(call.org, call.access.user, "resetpassword", user=user["Name"])
    return Answer(200, {"NewPassword": made})


routes.add("/sobjects/User/{record}/password", GET=state, POST=change, DELETE=reset)
