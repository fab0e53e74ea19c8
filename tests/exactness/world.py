# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What others did to an org before a run: through the API, as an administrator would, or what Salesforce decides."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org
from emulated_org.auth.grants import issue_refresh_token
from emulated_org.org import Org as Emulated


@dataclass(frozen=True)
class Step:
    """One deed. *verb* is make, change or delete (of a record), seats, setting, or token; *where* finds the record.

    A value ``@Profile Name=Standard User`` is the Id of that record.
    """

    verb: str
    sobject: str
    values: tuple[tuple[str, t.Any], ...] = ()
    where: tuple[tuple[str, t.Any], ...] = ()

    def told(self) -> dict[str, t.Any]:
        told: dict[str, t.Any] = {self.verb: self.sobject}
        if self.where:
            told["where"] = dict(self.where)
        return {**told, **({"values": dict(self.values)} if self.values else {})}


def take(emulated: Emulated, org: Org, step: Step) -> None:
    """Do it. What the org refuses does not happen; what it has no record for neither."""
    if step.verb == "setting":
        for name, value in step.values:
            setattr(emulated.settings, name, value)
        return
    values = {name: _resolved(emulated, value) for name, value in step.values}
    if step.verb == "token":
        _token(emulated, **values)
        return
    found = emulated.database.ids(step.sobject, **{name: _resolved(emulated, value) for name, value in step.where})
    if step.verb == "seats":
        for record in found:
            used = (emulated.database.get(step.sobject, record) or {}).get("UsedLicenses") or 0
            emulated.database.update(step.sobject, record, {"TotalLicenses": used + values["free"]})
        return
    path = f"/services/data/v66.0/sobjects/{step.sobject}"
    if step.verb == "make":
        _send(org, "POST", path, values)
    elif found:
        _send(org, "PATCH" if step.verb == "change" else "DELETE", f"{path}/{found[0]}", values)


def _send(org: Org, method: str, path: str, values: dict[str, t.Any]) -> None:
    headers = {"Authorization": f"Bearer {org.facts['access_token']}"}
    body = values if method != "DELETE" else None
    org.session.request(method, org.facts["instance_url"] + path, json=body, headers=headers, timeout=10)


def _token(emulated: Emulated, user: str, app: str) -> None:
    found = [one for one in emulated.apps.values() if one.name == app]
    if found and user:
        issue_refresh_token(emulated, user, found[0])


def _resolved(emulated: Emulated, value: t.Any) -> t.Any:
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    sobject, _space, condition = value[1:].partition(" ")
    column, _equals, wanted = condition.partition("=")
    found = emulated.database.ids(sobject, **{column: wanted})
    return found[0] if found else ""
