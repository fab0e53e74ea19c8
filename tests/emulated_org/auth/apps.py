# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connected apps: who may sign in through them."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..metadata import app_policies
from ..rules.access import sources_of
from ..store.database import Row

if t.TYPE_CHECKING:
    from ..org import Org


@dataclass
class App:
    """*record* is the Id of its ConnectedApplication or ExternalClientApplication row; *public_key* is PEM."""

    record: str
    name: str
    client_id: str
    client_secret: str
    public_key: bytes = b""
    run_as: str = ""
    #: As the app was made; what the organisation says of it since stands in its records.
    admin_approved: bool = True
    #: Whether a refresh token is good for one use, and the answer brings the next.
    rotates: bool = False
    #: User Ids that approved the app themselves (for apps that users may authorise).
    approved: frozenset[str] = frozenset()

    def refusal(self, org: Org, user: str) -> str | None:
        """Why *user* may not sign in through this app, as an error_description; None when allowed."""
        if not self.installed(org) and not org.access(user, 66).can("CanApproveUninstalledApps"):
            return "app must be installed into org"
        if self._admin_approved(org):
            table = org.database.find("SetupEntityAccess", SetupEntityId=self.record)
            parents = {row["ParentId"] for row in table}
            if parents.isdisjoint(sources_of(org.database, user, org.clock.stamp())):
                return "user is not admin approved to access this app"
        elif user not in self.approved:
            return "user hasn't approved this consumer"
        return None

    def installed(self, org: Org) -> bool:
        """Whether the organisation has it: an app can be in use before that, as far as users may approve it."""
        kinds = ("ConnectedApplication", "ExternalClientApplication")
        return any(org.database.ids(kind, Id=self.record) for kind in kinds)

    def _admin_approved(self, org: Org) -> bool:
        """Whether only those may use it whom an administrator has pre-authorised."""
        row = org.database.pick("ConnectedApplication", self.record, "OptionsAllowAdminApprovedUsersOnly")
        if row is not None:
            return bool(row["OptionsAllowAdminApprovedUsersOnly"])
        if not org.database.ids("ExternalClientApplication", Id=self.record):
            return self.admin_approved
        policy = app_policies.of(org, "ExternalClientAppPolicy", self.record)
        return bool(policy["PermittedUsers"] == "AdminApprovedPreAuthorized")


def usable(org: Org, user: Row) -> bool:
    """Whether a user can sign in at all: active and not frozen."""
    login = org.database.one("UserLogin", UserId=user["Id"])
    return bool(user["IsActive"]) and not (login is not None and (login["IsFrozen"] or login["IsPasswordLocked"]))


def note_login(org: Org, user: str, kind: str, application: str, status: str, source: str) -> None:
    """A row of LoginHistory, and the user's last login."""
    now = org.clock.stamp()
    row = {
        "Id": org.ids.new("0Ya"),
        "UserId": user,
        "LoginTime": now,
        "LoginType": kind,
        "SourceIp": source,
        "Status": status,
        "Application": application,
        "ApiType": "N/A",
        "ApiVersion": "N/A",
    }
    org.database.insert("LoginHistory", row)
    if status == "Success":
        org.database.update("User", user, {"LastLoginDate": now})
