# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a world's entry to a running organisation."""

from __future__ import annotations

import hashlib
import json
import secrets
import typing as t
from dataclasses import dataclass

from ..auth.grants import issue_refresh_token
from ..org import Org, Settings, Universe
from ..schema import catalog as catalogs
from ..schema.standard import data
from ..store.ids import IdMaker, base62
from ..store.tables import Schema
from . import content, generated, people, restrictions
from .apps import add_apps
from .files import Entry, WorldError
from .packages import add_packages
from .seed import Seed

_SCHEMAS: dict[str, Schema] = {}


@dataclass
class Built:
    """An organisation and what its administrator's clients need."""

    org: Org
    facts: dict[str, str]


def schema_of(entry: Entry) -> Schema:
    """The schema of an entry; equal ones are built once."""
    wanted = {
        "features": list(entry.get("features", ())),
        "currencies": [one["IsoCode"] for one in entry.get("currencies", ()) if one.get("IsActive", True)],
        "absent_objects": entry.get("absent_objects", ()),
        "absent_permissions": entry.get("absent_permissions", ()),
        "extra_permissions": entry.get("extra_permissions", ()),
        "custom_objects": [*entry.get("custom_objects", ()), *generated.objects(entry.get("generated_objects"))],
        "custom_fields": entry.get("custom_fields", {}),
        "more_object_permissions": entry.get("more_object_permissions", ()),
    }
    key = json.dumps(wanted, sort_keys=True, default=str)
    if key not in _SCHEMAS:
        try:
            _SCHEMAS[key] = Schema(catalogs.build(**wanted))
        except (ValueError, KeyError) as error:
            raise WorldError(f"{entry['name']}: {error}") from error
    return _SCHEMAS[key]


def _pod(name: str) -> tuple[str, int]:
    """Instance part and first number of an organisation's Ids: the same for the same name."""
    digest = int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big")
    return base62(digest % 3844, 2), digest // 3844 % 1_000_000


def _settings(entry: Entry) -> Settings:
    # Developer Edition allows fewer long requests (API Request Limits and Allocations).
    usual = {"concurrent_requests": 5} if entry.get("edition") == "Developer Edition" else {}
    try:
        return Settings(**{**usual, **entry.get("settings", {})}, features=tuple(entry.get("features", ())))
    except TypeError as error:
        raise WorldError(f"{entry['name']}: settings: {error}") from None


def offers(entry: Entry, kind: str) -> dict[str, dict[str, t.Any]]:
    """Licences of an entry: seats by name, or a mapping with seats and what differs from the standard one."""
    standard = data("licenses.json")["user" if kind == "user_licenses" else "permission_set"]
    found: dict[str, dict[str, t.Any]] = {}
    for name, given in entry.get(kind, {}).items():
        differs = given if isinstance(given, dict) else {"total": given}
        if name not in standard and not {"label", "key"} & set(differs):
            raise WorldError(f"{entry['name']}: {kind}: {name} is not known; give it a key or a label")
        found[name] = {**standard.get(name, {}), **differs}
        if found[name].get("permissions") == "@profiles":
            profiles = [p for p in data("profiles.json")["profiles"].values() if p["license"] == name]
            found[name]["permissions"] = sorted({one for p in profiles for one in p["permissions"]})
    return found


def build(entry: Entry, universe: Universe, url: str) -> Built:
    """One organisation, seeded and reachable under *url*."""
    schema = schema_of(entry)
    pod, start = _pod(entry["name"])
    own = IdMaker(pod, start)
    # A sandbox is a copy: what it was made with has the Ids it has in production.
    ids = IdMaker(*_pod(entry["sandbox_of"])) if entry.get("sandbox_of") else own
    if ids is not own:
        ids.new("00D")
    org = Org(
        name=entry["name"],
        id=own.new("00D"),
        schema=schema,
        universe=universe,
        ids=ids,
        settings=_settings(entry),
        sandbox=bool(entry.get("sandbox", entry.get("sandbox_of"))),
        licences=offers(entry, "user_licenses"),
        permission_set_licences=offers(entry, "permission_set_licenses"),
        feature_licences=dict(entry.get("feature_licenses", {})),
    )
    org.url = url
    org.log.org = org.name
    seed = Seed(org, entry)
    people.licences(seed)
    people.profiles(seed)
    admin = people.users(seed)
    content.fill(seed)
    restrictions.fill(seed)
    app = add_apps(seed, admin)
    add_packages(seed)
    org.ids = own
    universe.orgs.append(org)
    password = f"Pw{secrets.token_hex(6)}1"
    token = secrets.token_urlsafe(18).replace("-", "a").replace("_", "b")
    org.passwords[admin["Id"]], org.security_tokens[admin["Id"]] = password, token
    facts = {
        "name": org.name,
        "instance_url": url,
        "org_id": org.id,
        "access_token": org.sessions.open(org.id, admin["Id"], "Emulated org"),
        "username": admin["Username"],
        "password": password,
        "security_token": token,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "refresh_token": issue_refresh_token(org, admin["Id"], app),
    }
    return Built(org, facts)
