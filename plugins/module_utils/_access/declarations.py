# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What was read, as the options that would declare it: applied again they change nothing, and later show what has drifted.

Every ``_info`` module adds the two keys of ``Declared`` to what it reports.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from . import user_further_fields
from .entity_access import ENTITIES
from .expiry import written
from .refusal import Findings, Refusal
from .resource import Record
from .standard_profiles import may_be_standard
from .user_fields import FIELDS

DECLARATION = "declaration"
NOT_EXPORTED = "not_exported"

_STANDARD = "in a standard profile Salesforce lets nobody change what it grants"
_ENTITY_OPTIONS = tuple(entity.option for entity in ENTITIES)


@dataclass
class Declared:
    """The options of a writing module; None where nothing that it takes would leave the org as it is."""

    options: Record | None
    missing: list[Record] = field(default_factory=list)

    def lacks(self, kind: str, key: str, reason: str) -> Declared:
        """Name what the options do not say, and why."""
        self.missing.append({"kind": kind, "key": key, "reason": reason})
        return self

    def as_dict(self) -> Record:
        """What a report says of it."""
        return {DECLARATION: self.options, NOT_EXPORTED: self.missing}


def exactly(entries: t.Iterable[t.Any]) -> Record:
    """A list-like option that is the whole truth."""
    return {"set": list(entries)}


def permission_set(record: Record) -> Declared:
    """One permission set, with everything it grants."""
    if record.get("namespace"):
        return _packaged("permission_set", record)
    if not record["custom"]:
        return Declared(None).lacks(
            "permission_set", record["name"], "Salesforce brings it, and nobody else changes it"
        )
    declared = Declared({**_named(record), **_licensed(record), **_grants(record)})
    return _of_entities(declared, record)


def profile(record: Record, kinds: t.Collection[str]) -> Declared:
    """One profile, with those *kinds* of content that were read, as far as somebody can change them."""
    options = {"name": record["name"], **_licensed(record)}
    if "login_ip_ranges" in kinds:
        options["login_ip_ranges"] = exactly(_ranges(record["login_ip_ranges"]))
    if "login_hours" in kinds:
        options["login_hours"] = record["login_hours"]
    if may_be_standard(record["name"]) or record.get("custom") is False:
        return Declared(options).lacks("profile", record["name"], _STANDARD)
    declared = Declared({**options, "description": record["description"] or "", **_grants(record)})
    return _of_entities(declared, record)


def group(record: Record) -> Declared:
    """One permission set group, with what is muted in it."""
    if record.get("namespace"):
        return _packaged("permission_set_group", record)
    muted = record["muted"]
    options = {
        **_named(record),
        "permission_sets": exactly(record["permission_sets"]),
        "muted": {
            "system_permissions": exactly(muted["system_permissions"]),
            "object_permissions": exactly(_objects(muted["object_permissions"])),
            "field_permissions": exactly(_fields(muted["field_permissions"])),
        },
    }
    return Declared(options)


def assignment(record: Record) -> Declared:
    """One assignment, until when it counts included."""
    options: Record = {"users": [record["user"]]}
    for option, key in (("permission_sets", "permission_set"), ("permission_set_groups", "permission_set_group")):
        if record[key]:
            options[option] = [record[key]]
    return Declared({**options, **({"expires": written(record["expires"])} if record["expires"] else {})})


def license_assignment(record: Record) -> Declared:
    """One permission set licence, and who holds it."""
    if not record["users"]:
        return Declared(None).lacks("permission_set_license", record["name"], "nobody holds it")
    return Declared({"users": record["users"], "licenses": [record["name"]]})


def trusted_ranges(ranges: t.Iterable[Record]) -> Declared:
    """All the ranges that an org trusts."""
    return Declared({"ranges": exactly(_ranges(ranges))})


def app(record: Record) -> Declared:
    """One app: whom it is open to, and its policies, of which the module only tells."""
    options = {"app": record["name"], "kind": record["kind"]}
    options |= {one: exactly(record[one]) for one in ("permission_sets", "profiles")}
    policies = {key: value for key, value in record["policies"].items() if value}
    for key in ("ip_relaxation", "refresh_token_policy"):
        if key in policies:
            policies[key] = [policies[key]]
    declared = Declared({**options, **({"advise": policies} if policies else {})})
    if policies:
        declared.lacks("app", record["name"], "policies are told of and not changed, so they stand under advise")
    return declared.lacks("app_secret", record["name"], "no API tells the consumer secret")


def package(record: Record) -> Declared:
    """One installed package; it is not downgraded, so a newer version does not count as drift."""
    name = record["namespace"] or record["package_id"]
    options = {"package": name, "version": record["version"], "version_id": record["version_id"]}
    return Declared(options).lacks("installation_key", name, "no API tells it; only another installation needs it")


def user(record: Record, describe: Record | None) -> Declared:
    """One user; *describe* is the org's description of users."""
    name = record["name"]
    if not record["active"]:
        text = "the user is inactive: state present would activate it, so only that it is inactive is declared"
        return Declared({"name": name, "state": "absent"}).lacks("user", name, text)
    options: Record = {"name": name, "profile": [record["profile"]], "license": [record["license"]]}
    options |= {option: record[option] or "" for option in FIELDS}
    options |= {"role": record["role"] or "", "feature_licenses": exactly(record["feature_licenses"])}
    if record.get("currency"):
        options["currency"] = record["currency"]
    if "frozen" in record:
        options["frozen"] = record["frozen"]
    declared = Declared(options).lacks("password", name, "no API tells it")
    for one, value in (record.get("fields") or {}).items():
        refused = _refused({one: value}, describe)
        if refused:
            declared.lacks("user_field", one, refused)
        else:
            options.setdefault("fields", {})[one] = value
    return declared


def _refused(fields: Record, describe: Record | None) -> str:
    """Why sf_user would not take these further fields; nothing where it would."""
    findings = Findings()
    user_further_fields.resolve(fields, describe, False, findings)
    try:
        findings.refuse()
    except Refusal as refusal:
        return str(refusal)
    return ""


def _packaged(kind: str, record: Record) -> Declared:
    text = f"it belongs to the package {record['namespace']}, which keeps it"
    return Declared(None).lacks(kind, f"{record['namespace']}__{record['name']}", text)


def _named(record: Record) -> Record:
    said = {"name": record["name"], "label": record["label"], "description": record["description"] or ""}
    return {key: value for key, value in said.items() if value is not None}


def _licensed(record: Record) -> Record:
    return {"license": record["license"]} if record.get("license") else {}


def _grants(record: Record) -> Record:
    """The options of the grants that were read."""
    options: Record = {"system_permissions": exactly(record["system_permissions"])}
    if "object_permissions" in record:
        options["object_permissions"] = exactly(_objects(record["object_permissions"]))
    if "field_permissions" in record:
        options["field_permissions"] = exactly(_fields(record["field_permissions"]))
    if "tabs" in record:
        options["tabs"] = exactly({"name": name, "visibility": how} for name, how in record["tabs"].items())
    if "setup_entity_access" in record:
        opened = record["setup_entity_access"]
        options |= {option: exactly(opened.get(option, ())) for option in _ENTITY_OPTIONS}
    return options


def _objects(found: t.Mapping[str, t.Sequence[str]]) -> list[Record]:
    return [{"object": sobject, "permissions": list(words)} for sobject, words in sorted(found.items())]


def _fields(found: t.Mapping[str, t.Mapping[str, t.Sequence[str]]]) -> list[Record]:
    return [
        {"object": sobject, **{level: sorted(names) for level, names in sorted(levels.items())}}
        for sobject, levels in sorted(found.items())
    ]


def _of_entities(declared: Declared, record: Record) -> Declared:
    """Name what is opened and has no option."""
    for kind, ids in (record.get("setup_entity_access") or {}).items():
        for one in ids if kind not in _ENTITY_OPTIONS else ():
            declared.lacks(kind, str(one), "no option opens entities of this type; what is open stays open")
    return declared


def _ranges(found: t.Iterable[Record]) -> list[Record]:
    return [{key: value for key, value in one.items() if value is not None} for one in found]
