# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control URL: what tests read and do besides the Salesforce API."""

from __future__ import annotations

import json
import typing as t

from ..auth import oauth
from ..errors import ApiError
from ..rest.call import Answer
from ..rules import groups, licences
from ..store.database import Row, setup_objects
from ..store.difference import difference
from ..store.ids import full_id
from ..world.seed import Seed

if t.TYPE_CHECKING:
    from ..org import Org

PREFIX = "/__control"


def serve(org: Org, method: str, path: str, raw: bytes) -> Answer:
    """Answer a request under the control URL; errors read ``{"error": ...}``."""
    handlers: dict[tuple[str, str], t.Callable[[Org, t.Any], Answer]] = {
        ("GET", "/requests"): _requests,
        ("DELETE", "/requests"): _forget,
        ("GET", "/store"): _store,
        ("POST", "/store/mark"): _mark,
        ("GET", "/store/diff"): _diff,
        ("POST", "/records"): _record,
        ("POST", "/clock"): _clock,
        ("POST", "/consent"): _consent,
        ("GET", "/faults"): _faults,
        ("POST", "/faults"): _fault,
        ("DELETE", "/faults"): _mend,
    }
    handler = handlers.get((method, path.removeprefix(PREFIX).rstrip("/")))
    if handler is None:
        known = ", ".join(f"{verb} {rest}" for verb, rest in handlers)
        return Answer(404, {"error": f"no {method} {path}; there are {known}"})
    try:
        groups.settle(org)
        body = json.loads(raw) if raw.strip() else {}
        return handler(org, body)
    except (ValueError, TypeError, KeyError) as error:
        return Answer(400, {"error": f"{type(error).__name__}: {error}"})
    except ApiError as error:
        return Answer(error.status, {"error": str(error)})


def _requests(org: Org, body: dict[str, t.Any]) -> Answer:
    return Answer(body=list(org.log.entries))


def _forget(org: Org, body: dict[str, t.Any]) -> Answer:
    org.log.clear()
    return Answer(204)


def _snapshot(org: Org) -> dict[str, dict[str, Row]]:
    return org.database.snapshot(setup_objects(org.catalog))


def _store(org: Org, body: dict[str, t.Any]) -> Answer:
    return Answer(body=_snapshot(org))


def _mark(org: Org, body: dict[str, t.Any]) -> Answer:
    org.marked = _snapshot(org)
    return Answer(204)


def _diff(org: Org, body: dict[str, t.Any]) -> Answer:
    """What changed since the mark."""
    return Answer(body=difference(org.marked, _snapshot(org)))


def _record(org: Org, body: dict[str, t.Any]) -> Answer:
    """Write past the rules: create (no id), change (id and fields) or delete (id and ``"fields": null``)."""
    sobject = org.catalog.objects.get(str(body["sobject"]).lower())
    if sobject is None:
        raise ValueError(f"no sObject {body['sobject']}")
    fields = body.get("fields")
    for name in fields or {}:
        if sobject.field(name) is None:
            raise ValueError(f"{sobject.name} has no field {name}")
    values = {sobject.fields[name.lower()].name: value for name, value in (fields or {}).items()}
    record = full_id(body.get("id")) if body.get("id") else None
    if body.get("id") and not org.database.ids(sobject.name, Id=record):
        raise ValueError(f"no {sobject.name} {body['id']}")
    if record is None:
        administrator = org.database.all("Organization")[0]["CreatedById"]
        row = Seed(org, {}, system_user=administrator).row(sobject.name, **values)
        org.database.insert(sobject.name, row)
        record = row["Id"]
    elif fields is None:
        org.database.delete(sobject.name, record)
    else:
        org.database.update(sobject.name, record, values)
    if sobject.name in ("User", "PermissionSetLicenseAssign", "Profile"):
        licences.recount(org)
    return Answer(body={"id": record})


def _clock(org: Org, body: dict[str, t.Any]) -> Answer:
    org.clock.advance(float(body["advance"]))
    return Answer(body={"now": org.clock.stamp()})


def _consent(org: Org, body: dict[str, t.Any]) -> Answer:
    """A user signs in through an app in the browser and allows it in."""
    found = [app for app in org.apps.values() if app.name == body["app"]]
    if not found:
        raise ValueError(f"no app {body['app']}; there are {', '.join(app.name for app in org.apps.values())}")
    source = str(body.get("source_ip") or org.settings.source_ip or "127.0.0.1")
    return oauth.consent(org, found[0], str(body["username"]), oauth.Sender({}, "", source))


def _faults(org: Org, body: dict[str, t.Any]) -> Answer:
    return Answer(body=org.faults.told())


def _fault(org: Org, body: dict[str, t.Any] | list[dict[str, t.Any]]) -> Answer:
    for one in body if isinstance(body, list) else [body]:
        org.faults.add(one)
    return Answer(204)


def _mend(org: Org, body: dict[str, t.Any]) -> Answer:
    org.faults.clear()
    return Answer(204)
