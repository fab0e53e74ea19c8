# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a rehearsal said of one user, judged: what is not as declared, and what nobody declared."""

from __future__ import annotations

import typing as t

from ...module_utils._access.standard_profiles import may_be_standard

Finding = t.Dict[str, t.Any]
Result = t.Mapping[str, t.Any]

DRIFT, UNDECLARED, FAILED = "drift", "undeclared", "failed"
#: Verb of the repair -> what has happened to what was declared.
_HOW = {
    **dict.fromkeys(("grant", "assign", "create", "install", "activate", "unfreeze"), "taken_away"),
    **dict.fromkeys(("revoke", "unassign", "delete", "uninstall", "deactivate", "freeze"), "added"),
}
#: Verb of the repair -> what is wrong, in words that an administrator reads.
_WORDS = {
    "grant": "{kind} {key}{given} is missing from {subject}",
    "revoke": "{kind} {key}{taken} is in {subject} and not declared",
    "assign": "{kind} is not assigned: {key}",
    "unassign": "{kind} is assigned and not declared: {key}",
    "create": "{kind} {key} does not exist",
    "delete": "{kind} {key} exists and is not declared",
    "update": "{kind} {key} of {subject} is {before}, declared is {after}",
    "activate": "{subject} is not active",
    "deactivate": "{subject} is active",
    "unfreeze": "{subject} is frozen",
    "freeze": "{subject} is not frozen",
}
_REPAIR = "run sfops.salesforce.site for this org, or change what is declared"
_DECIDE = "take it away in the org, declare it, or accept it in audit_ignore"


def judged(steps: t.Iterable[t.Mapping[str, t.Any]]) -> list[Finding]:
    """The findings of one rehearsal.

    *steps* are those of the role ``integration_user``, each with the results of its tasks; one that had nothing to do has no changes.
    """
    said = [(str(one["step"]), result) for one in steps for result in one["results"] if result]
    found = [finding for _step, result in said for finding in _drift(result)]
    unmanaged = [finding for _step, result in said for finding in _unmanaged(result)]
    proofs = [result for step, result in said if step == "access_check" and "assigned" in result]
    for proof in proofs:
        found += [_missing(one) for one in proof.get("missing") or ()]
        unmanaged += _held(proof, said, unmanaged)
        unmanaged += _beyond(proof, unmanaged, any(step == "profile" and "record" in result for step, result in said))
    return found + unmanaged


def person(steps: t.Iterable[t.Mapping[str, t.Any]]) -> dict[str, t.Any]:
    """The user, by all names that people may know it by."""
    results = [result for one in steps for result in one["results"] if result]
    proved: t.Mapping[str, t.Any] = next((one["user"] for one in results if "assigned" in one), {})
    records = [one["record"] for one in results if "last_name" in (one.get("record") or {})]
    before = [change for one in results for change in one.get("changes") or () if change["kind"] == "user"]
    names = {part: [str(one.get(part) or "") for one in records] for part in ("first_name", "last_name")}
    for part, known in names.items():
        known += [str(one["before"]) for one in before if one["key"] == part and one["before"]]
    full = {f"{first} {last}".strip() for first in names["first_name"] or [""] for last in names["last_name"]}
    return {"username": proved.get("name"), "id": proved.get("id"), "names": sorted(full)}


def failure(kind: str, key: str, message: str) -> Finding:
    """What could not be looked at, or could not be put right; *message* says the cure."""
    return _finding(FAILED, kind, key, what=message, cure="see the message, then audit again")


def _finding(verdict: str, kind: str, key: str, **more: t.Any) -> Finding:
    nothing: Finding = {
        "how": None,
        "verb": None,
        "subject": None,
        "subject_label": None,
        "found": None,
        "declared": None,
        "sources": [],
        "privileged": False,
    }
    return {"verdict": verdict, "kind": kind, "key": key, **nothing, **more}


def _drift(result: Result) -> t.Iterator[Finding]:
    subject = result.get("subject")
    for one in result.get("changes") or ():
        words = {name: one.get(name) for name in ("key", "before", "after")}
        words |= {"kind": _kind(one), "subject": subject or "the org"}
        words |= {"given": _more(one.get("after")), "taken": _more(one.get("before"))}
        text = _WORDS.get(one["verb"], f"{one['verb']} {{kind}} {{key}} is to be done").format(**words)
        yield _finding(
            DRIFT,
            one["kind"],
            one["key"],
            how=_HOW.get(one["verb"], "changed"),
            verb=one["verb"],
            subject=subject,
            subject_label=(result.get("record") or {}).get("label"),
            found=one.get("before"),
            declared=one.get("after"),
            what=text,
            cure=_REPAIR,
        )


def _missing(one: t.Mapping[str, t.Any]) -> Finding:
    """What the user would lack even after a repair."""
    text = f"{_kind(one)} {one['key']}: {_shown(one.get('value'))}, and a repair would not give it"
    if one["kind"] == "user":
        text = f"user {one['key']} is {one.get('value')}"
    return _finding(
        DRIFT, one["kind"], one["key"], how="taken_away", found=one.get("value"), what=text, cure=one["cure"]
    )


def _unmanaged(result: Result) -> t.Iterator[Finding]:
    """What is there and stays; what a repair would take away is drift already."""
    goes = {(one["kind"], one["key"]) for one in result.get("changes") or () if _HOW.get(one["verb"]) == "added"}
    for one in result.get("unmanaged") or ():
        if (one["kind"], one["key"]) in goes:
            continue
        where = result.get("subject")
        text = f"{_kind(one)} {one['key']} is in the org ({where}), and nobody declared it"
        yield _finding(
            UNDECLARED, one["kind"], one["key"], subject=where, found=one.get("value"), what=text, cure=_DECIDE
        )


def _held(proof: Result, said: t.Sequence[tuple[str, Result]], known: t.Sequence[Finding]) -> t.Iterator[Finding]:
    """What is assigned to the user, of the kinds of which no step was told anything: then none of it is declared."""
    user = proof["user"]
    asked = {step: str(result.get("subject") or "") for step, result in said if result.get("subject")}
    assigned = asked.get("assignments", "")
    silent = {
        "permission_set": "permission sets" not in assigned,
        "permission_set_group": "permission set groups" not in assigned,
    }
    held = [(one["kind"], one["name"]) for one in proof["assigned"] if silent[one["kind"]]]
    if "permission_set_licenses" not in asked:
        held += [("permission_set_license", one) for one in user.get("permission_set_licenses") or ()]
    if not any("feature_licenses" in (result.get("record") or {}) for _step, result in said):
        held += [("feature_license", one) for one in user.get("feature_licenses") or ()]
    before = {(one["kind"], one["key"]) for one in known}
    for kind, name in held:
        key = f"{user['name']}: {name}"
        if (kind, key) not in before:
            text = f"{_kind({'kind': kind})} {name} is assigned to {user['name']}, and nobody declared it"
            subject = f"user {user['name']}"
            yield _finding(UNDECLARED, kind, key, subject=subject, found=True, what=text, cure=_DECIDE)


def _beyond(proof: Result, undeclared: t.Sequence[Finding], own_profile: bool) -> t.Iterator[Finding]:
    """Access beyond the needs that comes from what nobody declared.

    What declared sets and profiles give is declared with them: a profile of the vendor's own is watched permission by permission, and
    nobody can change a standard one. Any other profile may have grown.
    """
    user = proof["user"]
    sources = {f"{one['kind'].replace('_', ' ')} {one['key'].partition(': ')[2]}" for one in undeclared}
    if user.get("profile") and not own_profile and not may_be_standard(user["profile"]):
        sources.add(f"profile {user['profile']}")
    for one in proof.get("extra") or ():
        origins = [origin for origin in one["sources"] if origin in sources]
        if origins:
            text = f"{user['name']} has {_kind(one)} {one['key']}{_more(one['value'])} by {', '.join(origins)}, and nobody declared it"
            yield _finding(
                UNDECLARED,
                one["kind"],
                one["key"],
                subject=f"user {user['name']}",
                found=one["value"],
                sources=origins,
                privileged=bool(one.get("privileged")),
                what=text,
                cure=_DECIDE,
            )


def _kind(one: t.Mapping[str, t.Any]) -> str:
    return str(one["kind"]).replace("_", " ").replace("license", "licence")


def _more(value: t.Any) -> str:
    return f" ({_shown(value)})" if isinstance(value, (list, dict, str)) and value else ""


def _shown(value: t.Any) -> str:
    if isinstance(value, t.Mapping):
        return "; ".join(f"{key} {_shown(one)}" for key, one in value.items() if key != "object")
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
