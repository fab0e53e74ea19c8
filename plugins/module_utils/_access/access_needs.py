# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a user needs, in the words of the modules that would give it, and how what it has differs from that."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from . import feature_licenses, field_permissions, licenses, object_permissions, system_permissions
from .dependencies import Dependencies, split_node
from .edits import Edit, edit, word
from .effective import PRIVILEGED, PRIVILEGED_WORDS, Effective
from .field_permissions import EDIT, Rows
from .names import choose, plain
from .permission_set_content import group_fields
from .refusal import Findings, Refusal, near
from .requests import Describe, Read
from .resource import Known

Given = t.Mapping[str, t.Any]
Finding = dict[str, t.Any]
USER = Describe("User")
PERMISSION_SET = Describe("PermissionSet")

#: Kind of what is missing -> how to get it.
CURES: t.Mapping[str, str] = {
    "user": "see sf_user",
    "license": "give the user a profile of such a licence (sf_user)",
    "system_permission": "grant in a permission set that the user has (sf_permission_set, sf_permset_assignment)",
    "object_permission": "grant in a permission set that the user has (sf_permission_set, sf_permset_assignment)",
    "field_permission": "grant in a permission set that the user has (sf_permission_set), with read on the object",
    "feature_license": "switch on (sf_user, feature_licenses)",
    "permission_set": "assign (sf_permset_assignment)",
    "permission_set_group": "assign (sf_permset_assignment)",
    "permission_set_license": "assign (sf_permset_license_assignment)",
    "sign_in": "see what Salesforce says",
}


@dataclass(frozen=True)
class Has:
    """What a user has beside permissions."""

    license: str
    feature_licenses: t.Collection[str]
    #: Names and labels, for comparing.
    permission_sets: t.Collection[str]
    permission_set_groups: t.Collection[str]
    permission_set_licenses: t.Collection[str]


class Needs:
    """What is needed; nothing where the option is not set."""

    def __init__(self, given: Given | None) -> None:
        self.given = given is not None
        self._options = given or {}
        self.system = self._edit(system_permissions.OPTION, word(system_permissions.OPTION))
        self.objects = self._edit(object_permissions.OPTION, object_permissions.entry)
        self.fields = self._edit(field_permissions.OPTION, field_permissions.entry)
        object_permissions.nodes(self.objects)

    def _edit(self, option: str, entry: t.Callable[[t.Any], t.Any]) -> Edit[t.Any]:
        found: Edit[t.Any] = edit(option, self._options.get(option), entry)
        if found.removed:
            text = f"Option needs has 'remove' under {option}: it says what must be there; what goes beyond is in extra"
            raise Refusal(text, "BAD_OPTION", ["needs"])
        return found

    def names(self, option: str) -> list[str]:
        return [str(one).strip() for one in self._options.get(option) or ()]

    def object_names(self) -> list[str]:
        """The objects that are named, as they are written."""
        return [sobject for sobject, _words in self.objects.wanted] + [one.sobject for one in self.fields.wanted]

    def reads(self) -> list[Read]:
        reads: list[Read] = list(field_permissions.descriptions(self.fields))
        if self.system.wanted:
            reads.append(PERMISSION_SET)
        if self.objects.wanted:
            reads.append(object_permissions.OFFERED)
        if self.names("feature_licenses"):
            reads.append(USER)
        if self.names("permission_set_licenses"):
            reads.append(licenses.PERMSET_LICENSE_NAMES)
        return reads

    def nodes(self, known: Known) -> set[str]:
        """The permissions needed, as the org spells them.

        Raises:
            Refusal: naming everything that the org does not have.
        """
        offered = system_permissions.permission_names(known.description(PERMISSION_SET) or {"fields": []})
        system = set(system_permissions.resolve(self.system, offered).wanted)
        names = object_permissions.spelled([one for one, _words in self.objects.wanted], known)
        spelled = self.objects.map(lambda one: (names.get(one[0], one[0]), one[1]))
        objects = object_permissions.nodes(spelled)[0]
        findings = Findings()
        object_permissions.check(objects, known, findings)
        findings.refuse()
        return system | objects

    def rows(self, known: Known, named: bool = False) -> Rows:
        """The fields needed; with *named* those only that are written down by name."""
        wanted = self.fields
        if named:
            wanted = wanted.map(lambda one: dataclasses.replace(one, all_readable=False, all_editable=False))
        return field_permissions.wanted_rows(wanted, known)

    def features(self, known: Known) -> list[str]:
        """The feature licences needed.

        Raises:
            Refusal: for one that the org does not know.
        """
        describe = known.description(USER) or {"fields": []}
        offered = feature_licenses.offered(describe)
        found = []
        for name in self.names("feature_licenses"):
            column = offered.get(feature_licenses.squeezed(name))
            if column is None:
                hint = near(name, feature_licenses.names(describe))
                text = f"The org has no feature licence '{name}'{hint}; change needs"
                raise Refusal(text, "NOT_FOUND", ["needs"])
            found.append(feature_licenses.name_of(column))
        return found

    def seats(self, known: Known) -> list[str]:
        """The permission set licences needed, by developer name.

        Raises:
            Refusal: for one that the org does not know.
        """
        pool = known.records(licenses.PERMSET_LICENSE_NAMES)
        keys = licenses.PERMSET_LICENSE_KEYS
        names = self.names("permission_set_licenses")
        return [str(choose("permission set licence", one, pool, keys, "needs")["DeveloperName"]) for one in names]

    def missing(self, known: Known, effective: Effective, has: Has) -> list[Finding]:
        """Everything needed that is not there."""
        lacks: list[tuple[str, str, t.Any]] = []
        accepted = self.names("license")
        if accepted and plain(has.license) not in map(plain, accepted):
            lacks.append(("license", " or ".join(accepted), has.license))
        held: list[tuple[str, t.Iterable[str], t.Collection[str]]] = [
            ("permission_set", self.names("permission_sets"), has.permission_sets),
            ("permission_set_group", self.names("permission_set_groups"), has.permission_set_groups),
            ("permission_set_license", self.seats(known), has.permission_set_licenses),
            ("feature_license", self.features(known), has.feature_licenses),
        ]
        for kind, needed, there in held:
            lacks += [(kind, name, True) for name in needed if plain(name) not in map(plain, there)]
        nodes = self.nodes(known)
        for one in sorted(nodes):
            if not split_node(one) and one not in effective.system:
                lacks.append(("system_permission", one, True))
        for sobject, words in object_permissions.by_object(nodes).items():
            left = [word for word in words if word not in effective.words(sobject)]
            if left:
                lacks.append(("object_permission", sobject, left))
        lacks += [
            ("field_permission", sobject, rows) for sobject, rows in self._fields_missing(known, effective).items()
        ]
        return [{"kind": kind, "key": key, "value": value, "cure": CURES[kind]} for kind, key, value in lacks]

    def _fields_missing(self, known: Known, effective: Effective) -> dict[str, t.Any]:
        needed = self.rows(known)
        reached = _reached(needed, effective)
        return group_fields({row: level for row, level in needed.items() if reached.get(row) not in (level, EDIT)})

    def extra(
        self, known: Known, effective: Effective, dependencies: Dependencies, fields_of: t.Collection[str]
    ) -> list[Finding]:
        """Access beyond what is needed and what that demands; fields of the objects named only."""
        needed = self.nodes(known)
        allowed = needed | set(dependencies.closure(needed, stated=True))
        words_allowed = object_permissions.by_object(allowed)
        found: list[Finding] = []
        for one in sorted(set(effective.system) - allowed):
            found.append(_extra("system_permission", one, True, effective.system[one], one in PRIVILEGED))
        for sobject in sorted(effective.objects()):
            sources = effective.words(sobject)
            beyond = [word for word in sources if word not in words_allowed.get(sobject, ())]
            if beyond:
                origins = list(dict.fromkeys(label for word in beyond for label in sources[word]))
                privileged = bool(PRIVILEGED_WORDS & set(beyond))
                found.append(_extra("object_permission", sobject, beyond, origins, privileged))
        needed_rows = self.rows(known)
        for sobject in sorted(fields_of):
            rows = effective.fields(sobject)
            more = {row: level for row, level in rows.items() if needed_rows.get(row) not in (level, EDIT)}
            if more:
                origins = list(dict.fromkeys(label for row in more for label in effective.field_sources(row)))
                found.append(_extra("field_permission", sobject, group_fields(more)[sobject], sorted(origins), False))
        return found


def _extra(kind: str, key: str, value: t.Any, sources: list[str], privileged: bool) -> Finding:
    return {"kind": kind, "key": key, "value": value, "sources": sources, "privileged": privileged}


def _reached(rows: t.Iterable[str], effective: Effective) -> Rows:
    reached: Rows = {}
    for sobject in {row.split(".", 1)[0] for row in rows}:
        reached.update(effective.fields(sobject))
    return reached


def sentence(missing: t.Iterable[Finding]) -> str:
    """What is missing and where to get it, one part for each kind."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for one in missing:
        kinds.setdefault((one["kind"], one["cure"]), []).append(_shown(one))
    return " | ".join(f"{kind.replace('_', ' ')} {', '.join(names)}: {cure}" for (kind, cure), names in kinds.items())


def _shown(one: Finding) -> str:
    value = one["value"]
    if one["kind"] == "license":
        return f"{one['key']} (the user has {value or 'none'})"
    if isinstance(value, list):
        return f"{one['key']} ({', '.join(value)})"
    if isinstance(value, dict):
        levels = [f"{level} {', '.join(_few(names))}" for level, names in value.items()]
        return f"{one['key']} ({'; '.join(levels)})"
    return str(one["key"]) if value is True else f"{one['key']} ({value})"


def _few(names: t.Sequence[str], most: int = 10) -> list[str]:
    return [*names[:most], f"and {len(names) - most} more"] if len(names) > most else list(names)
