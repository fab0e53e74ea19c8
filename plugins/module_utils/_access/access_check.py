# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What one user may do in the end, compared with what it needs, and whether it can sign in."""

from __future__ import annotations

import typing as t

from . import feature_licenses, field_permissions, licenses, object_permissions, user_fields
from .access_needs import Finding, Has, Needs, sentence
from .access_rows import Scope
from .access_sources import Sources
from .dependencies import explore
from .edits import api_name, word
from .effective import Effective
from .field_universe import universe
from .privileges import PRIVILEGED_BY_SALESFORCE
from .refusal import Refusal
from .requests import Describe, Read, SignIn, is_pending
from .resource import Inspection, Known, Params, Record


class AccessCheck(Inspection):
    """The effective access of one user."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.name = word("user")(params.get("user")).lower()
        self.needs = Needs(params.get("needs"))
        named = [api_name("objects", str(one)) for one in params.get("objects") or ()]
        self.described = tuple(Describe(one) for one in dict.fromkeys(named))
        both = tuple(dict.fromkeys([*named, *self.needs.object_names()]))
        everything = not named and not self.needs.given
        self._scope = Scope(both if named else None, None if everything else both)
        self.sources = Sources(self.name, self._scope)
        self._licenses = licenses.held_query([self.name])
        given = {key: value for key, value in (params.get("sign_in") or {}).items() if value not in (None, "")}
        if given.keys() & {"password", "private_key", "private_key_file"}:
            given.setdefault("username", self.name)
        self.sign_in = SignIn(tuple(sorted(given.items()))) if given else None

    def reads(self, known: Known) -> list[Read]:
        reads = [*self.sources.reads(known), self._licenses, *self.described, *self.needs.reads()]
        user = self.sources.record(known)
        if user is None or any(one not in known for one in reads):
            return reads
        if not is_pending(user["Id"]):
            reads.append(user_fields.login_of(user["Id"]))
            if self.sign_in:
                reads.append(self.sign_in)
        if self.needs.given:
            reads += explore(known, self.needs.nodes(known), {})[1]
        return reads

    def report(self, known: Known) -> dict[str, t.Any]:
        user = self.sources.record(known)
        if user is None:
            raise Refusal(
                f"The org has no user '{self.name}'; create it (sf_user) or change user", "UNKNOWN_USER", ["user"]
            )
        effective = self._effective(known)
        has = self._has(known, user)
        described = self._user(known, user, has)
        signed_in = self._signed_in(known, user)
        missing = [*self._hindrances(described, signed_in), *self.needs.missing(known, effective, has)]
        report = {
            "user": described,
            "assigned": self._assigned(known),
            "system_permissions": {name: effective.system[name] for name in sorted(effective.system)},
            "objects": effective.describe(self._named(known), self._scope.counts_fields),
            "fields": self._one_by_one(known, effective),
            "missing": missing,
            "extra": self._extra(known, effective),
            "satisfied": not missing,
            "sign_in": signed_in,
            "warnings": self._warnings(known, effective),
        }
        if missing and self.params.get("require"):
            raise Refusal(f"{self.name} lacks what it needs: {sentence(missing)}", "ACCESS_MISSING", ["needs"])
        return report

    def _effective(self, known: Known) -> Effective:
        fields_of = {str(one["name"]): universe(one).editable for one in self._described(known)}
        return Effective(self.sources.sources(known), fields_of)

    def _has(self, known: Known, user: Record) -> Has:
        things = [one for one in self.sources.things(known) if not one.asleep]
        licenses = [row["PermissionSetLicense"] for row in known.records(self._licenses)]
        profile = self.sources.profile(known)
        return Has(
            license=str((profile.get("UserLicense") or {}).get("Name") or ""),
            feature_licenses=feature_licenses.held(user),
            permission_sets=[name for one in things if not one.group for name in (one.name, one.label)],
            permission_set_groups=[name for one in things if one.group for name in (one.name, one.label)],
            permission_set_licenses=[str(one["DeveloperName"]) for one in licenses],
        )

    def _user(self, known: Known, user: Record, has: Has) -> dict[str, t.Any]:
        login = known.records(user_fields.login_of(user["Id"]))
        return {
            "id": user["Id"],
            "name": user["Username"],
            "active": user.get("IsActive") is not False,
            "frozen": bool(login and login[0]["IsFrozen"]),
            "profile": self.sources.profile(known).get("Name"),
            "license": has.license,
            "feature_licenses": list(has.feature_licenses),
            "permission_set_licenses": sorted(has.permission_set_licenses),
        }

    def _assigned(self, known: Known) -> list[dict[str, t.Any]]:
        return [
            {
                "kind": "permission_set_group" if one.group else "permission_set",
                "name": one.name,
                "counts": not one.asleep,
                "reason": one.asleep or None,
            }
            for one in self.sources.things(known)
        ]

    def _described(self, known: Known) -> list[Record]:
        """The descriptions of the objects whose fields are named.

        Raises:
            Refusal: if the org lacks one of ``objects``.
        """
        found = []
        for read in dict.fromkeys([*self.described, *field_permissions.descriptions(self.needs.fields)]):
            describe = known.description(read)
            if describe is not None:
                found.append(describe)
            elif read in self.described:
                text = f"The org has no object '{read.sobject}' visible to the signed-in user; change objects"
                raise Refusal(text, "UNKNOWN_OBJECT", ["objects"])
        return found

    def _named(self, known: Known) -> list[str]:
        """The objects named, as the org spells them."""
        names = object_permissions.spelled([one for one, _words in self.needs.objects.wanted], known)
        return [str(one["name"]) for one in self._described(known)] + list(names.values())

    def _one_by_one(self, known: Known, effective: Effective) -> dict[str, t.Any]:
        """The access to each field that needs names."""
        found: dict[str, t.Any] = {}
        for row in sorted(self.needs.rows(known, named=True)):
            level = effective.fields(row.split(".", 1)[0]).get(row)
            found[row] = {"access": level, "sources": effective.field_sources(row) if level else []}
        return found

    def _extra(self, known: Known, effective: Effective) -> list[Finding]:
        if not self.needs.given:
            return []
        dependencies = explore(known, self.needs.nodes(known), {})[0]
        return self.needs.extra(known, effective, dependencies, self._named(known))

    def _hindrances(self, user: t.Mapping[str, t.Any], signed_in: t.Mapping[str, t.Any] | None) -> list[Finding]:
        """What keeps the user from using whatever it has."""
        found = []
        if not user["active"]:
            found.append(("user", self.name, "inactive", "activate (sf_user, active)"))
        if user["frozen"]:
            found.append(("user", self.name, "frozen", "unfreeze (sf_user, frozen)"))
        if signed_in and signed_in["ok"] is False:
            error = signed_in["error"]
            found.append(("sign_in", self.name, error["code"], error["message"]))
        return [{"kind": kind, "key": key, "value": value, "cure": cure} for kind, key, value, cure in found]

    def _warnings(self, known: Known, effective: Effective) -> list[str]:
        warnings = [
            f"What {one} grants is being worked out anew by the org; look again when it is done"
            for one in self.sources.things(known)
            if one.outdated
        ]
        privileged = [one for one in sorted(PRIVILEGED_BY_SALESFORCE) if one in effective.system]
        if privileged and "ApiUserOnly" not in effective.system:
            warnings.append(
                f"{self.name} has {', '.join(privileged)}: at the user interface Salesforce demands phishing-resistant MFA of it; "
                "an integration needs no user interface (ApiUserOnly)"
            )
        return warnings

    def _signed_in(self, known: Known, user: Record) -> dict[str, t.Any] | None:
        if self.sign_in is None:
            return None
        told = known.told(self.sign_in)
        if not told:
            # What only previews have made cannot sign in, and what they would change shows only afterwards.
            return {"ok": None, "user": None, "error": None}
        if told["ok"] and told["user_id"] and told["user_id"] != user["Id"]:
            text = f"The credentials sign in as another user ({told['user_id']}), not as {self.name}"
            return {"ok": False, "user": told["user_id"], "error": {"code": "ANOTHER_USER", "message": text}}
        return {"ok": told["ok"], "user": user["Username"] if told["ok"] else None, "error": told["error"]}
