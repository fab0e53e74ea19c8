# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Custom profiles: blank ones for a licence, or copies of others, with all that the API lets a profile hold."""

from __future__ import annotations

from . import entity_access, licenses, login_hours, object_permissions, system_permissions, tabs
from .dependencies import explore, split_node
from .granting import Granting
from .grants import Grants
from .names import choose, plain
from .permission_set_content import group_fields
from .plan import Plan
from .profile_copy import Copy
from .profile_holding import Holding, components_of, content_of, described, matches, profiles_query
from .profile_names import full_names
from .profile_options import Options
from .profile_refusals import license_of, refuse_deletion, refuse_standard, refuse_unseen, users_of
from .profile_target import Target, Targets
from .profile_writes import ProfileWriter
from .refusal import Refusal
from .requests import Delete, Describe, Query, Read
from .resource import Known, Params, Record
from .standard_profiles import may_be_standard

DESCRIBE = Describe("Profile")


class Profile(Granting):
    """One profile, known by its name."""

    describe = DESCRIBE

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.options = Options(params)
        self.copy = Copy() if self.options.sources and not self.options.absent else None
        self.query = profiles_query(self.options.names)
        self.content = content_of(self.options.names)
        self._labels: dict[str, str] = {}

    def reads(self, known: Known) -> list[Read]:
        if self.options.absent:
            owned = (self.content.set_query, self.content.objects_query)
            return [self.query, users_of(self.options.name), *owned, *self._components(known)]
        first: list[Read] = [
            self.query,
            licenses.USER_LICENSES,
            DESCRIBE,
            self.content.set_query,
            self.content.objects_query,
            *self._row_queries(),
            *self.options.descriptions(),
        ]
        if any(one not in known for one in first):
            return first
        return [*first, *self._components(known), *self._second(known)]

    def _row_queries(self) -> list[Query]:
        kinds = {
            "field_permissions": self.content.fields_query,
            "tabs": self.content.tabs_query,
            "setup_entity_access": self.content.entities_query,
        }
        return [kinds[kind] for kind in self.options.kinds() if kind in kinds]

    def _components(self, known: Known) -> list[Read]:
        """The components of the profiles, where something that only they tell matters."""
        found = [one for one in (self._current(known), self._source(known)) if one]
        return [component for record in found if self._needs_component(record) for component in components_of(record)]

    def _needs_component(self, record: Record) -> bool:
        """Login restrictions stand there only, and so does whether a profile is a standard one; and it knows its own full name."""
        name = str(record["Name"])
        writes = self.options.writes_component()
        return self.options.restricts_logins() or may_be_standard(name) or (writes and len(full_names(name)) > 1)

    def _second(self, known: Known) -> list[Read]:
        """What is worth asking only because of what was read."""
        targets = self._targets(known)
        grants = self._grants(known, targets)
        rows = [*targets.now.entities(), *(targets.source.entities() if targets.source else ())]
        more = [
            *entity_access.reads(self.options.entities, rows),
            *tabs.reads(self.options.tabs, targets.tabs_before()),
        ]
        dependencies, missing = explore(known, grants.nodes(), self.taught(known))
        if grants.dependencies_matter():
            more += missing
        wanted = grants.to_grant() | set(targets.proved(dependencies).closure(grants.wanted))
        granting = wanted - grants.current - targets.copied
        if any(split_node(node) for node in granting):
            more.append(object_permissions.OFFERED)
        held = {**targets.now.objects(), **(targets.source.objects() if targets.source else {})}
        return more + object_permissions.removal_reads(self.options.objects, held)

    def plan(self, known: Known) -> Plan:
        current, name = self._current(known), self.options.name
        now = Holding(known, self.content, current)
        plan = Plan(f"profile {name}", current["Id"] if current else None)
        plan.before = now.describe(self.options.kinds())
        if self.options.absent:
            return self._plan_absent(plan, known, now)
        license_record = self._license(known, current)
        target = self._target(known)
        self._labels = self.permission_names(known)
        refuse_standard(self.options, now, target)
        writer = ProfileWriter(plan, name, now, target, self.options.kinds())
        description = self.options.description
        if current is None:
            self._plan_create(plan, writer, license_record, self._source(known))
        else:
            changed = description is not None and (current.get("Description") or "") != description
            writer.update({"Description": description} if changed else {})
        plan.after = self._after(known, now, target, license_record)
        self.warn_of_the_org(plan)
        if self.copy:
            self.copy.report(plan)
        return plan

    def learn(self, message: str) -> bool:
        return super().learn(message) or bool(self.copy and self.copy.learn(message, self._labels))

    def accept(self, left: Plan) -> bool:
        """What the org switches on by itself, and what it does not let a copy have, is not fought over."""
        mine = [one for one in left.changes if (one.verb, one.kind) == ("revoke", "system_permission")]
        others = [one for one in left.changes if one not in mine]
        if others and not (self.copy and self.copy.accept(others)):
            return False
        self.kept |= {one.key for one in mine}
        return True

    def _current(self, known: Known) -> Record | None:
        """The profile of that name, if there is one.

        Raises:
            Refusal: if several read like the name and none is it to the letter.
        """
        name = self.options.name
        found = matches(name, known, self.query)
        if self.options.absent:
            # Nothing is deleted because it merely reads like the name.
            found = [one for one in found if str(one["Name"]).casefold() == name.casefold()]
        if len(found) > 1:
            several = ", ".join(f"'{one['Name']}'" for one in found)
            raise Refusal(
                f"Profile '{name}' may be any of {several}; write name as the org does", "AMBIGUOUS", ["name"]
            )
        return found[0] if found else None

    def _source(self, known: Known) -> Record | None:
        """The profile that is cloned: the first of the acceptable ones that the org has.

        Raises:
            Refusal: if the org has none of them, or several that read like it.
        """
        if not self.copy or self.query not in known:
            return None
        for name in self.options.sources:
            found = matches(name, known, self.query)
            if found:
                record = choose("profile", name, found, ("Name",), "clone_from")
                self.copy.source = str(record["Name"])
                return record
        named = " or ".join(f"'{one}'" for one in self.options.sources)
        raise Refusal(f"The org has no profile {named}; change clone_from", "NOT_FOUND", ["clone_from"])

    def _targets(self, known: Known) -> Targets:
        source = self._source(known)
        held = Holding(known, self.content, source) if source else None
        return Targets(self.options, Holding(known, self.content, self._current(known)), self.copy, held, known)

    def _grants(self, known: Known, targets: Targets) -> Grants:
        describe = known.description(DESCRIBE) or {"fields": []}
        fixed = {one["name"] for one in describe["fields"] if one.get("updateable") is False}
        offered = {one for one in self.permission_names(known).values() if system_permissions.PREFIX + one not in fixed}
        return targets.grants(self.permission_names(known), offered)

    def _target(self, known: Known) -> Target:
        targets = self._targets(known)
        refuse_unseen(self.options, [one for one in (targets.now, targets.source) if one])
        grants = self._grants(known, targets)
        dependencies = explore(known, grants.nodes(), self.taught(known))[0]
        permissions = set(self.permission_names(known).values())
        return targets.settle(grants, dependencies, permissions, self.kept, self._demanded(known))

    def _demanded(self, known: Known) -> dict[str, str]:
        """What the profile's licence demands."""
        held = self._license(known, self._current(known))
        if plain(str(held.get("Name"))) != plain(licenses.INTEGRATION_LICENSE):
            return {}
        return dict.fromkeys(licenses.INTEGRATION_PERMISSIONS, f"the licence {held['Name']}")

    def _license(self, known: Known, current: Record | None) -> Record:
        return license_of(self.options, current, self._source(known), known.records(licenses.USER_LICENSES))

    def _plan_create(self, plan: Plan, writer: ProfileWriter, license_record: Record, source: Record | None) -> None:
        name, description = self.options.name, self.options.description
        fields: Record = {"Name": name, "UserLicenseId": license_record["Id"]}
        if description is not None:
            fields["Description"] = description
        # The profile query of users asks for the licence's seats, so a planned profile carries them for later previews.
        related = {"UserLicense": {key: license_record[key] for key in ("Id", "Name", "TotalLicenses", "UsedLicenses")}}
        told = {"license": license_record["Name"], "description": description}
        if source:
            told["clone_from"] = source["Name"]
        writer.create(fields, related, plan.change("create", "profile", name, None, told))

    def _after(self, known: Known, now: Holding, target: Target, license_record: Record) -> Record:
        opened = {**entity_access.granted(now.entities(), known), **entity_access.words(target.entities)}
        return {
            "name": now.record.get("Name") or self.options.name,
            "description": now.record.get("Description")
            if self.options.description is None
            else self.options.description,
            "license": license_record.get("Name"),
            **target.permissions.describe(),
            **described(
                self.options.kinds(),
                field_permissions=lambda: group_fields(target.fields),
                tabs=lambda: dict(sorted(target.tabs.items())),
                setup_entity_access=lambda: {kind: names for kind, names in sorted(opened.items()) if names},
                login_ip_ranges=lambda: [one.as_dict() for one in target.ranges.target],
                login_hours=lambda: login_hours.words(target.hours),
            ),
        }

    def _plan_absent(self, plan: Plan, known: Known, now: Holding) -> Plan:
        if not now.record:
            return plan
        users = [one for one in known.records(users_of(self.options.name)) if one["ProfileId"] == now.record["Id"]]
        refuse_deletion(now, [str(one["Username"]) for one in users])
        reason = plan.change("delete", "profile", self.options.name)
        plan.write(Delete("Profile", now.record["Id"]), reason)
        if now.set_id:
            # The org deletes what belongs to the profile with it.
            plan.write(Delete("PermissionSet", now.set_id, by_org=True))
        return plan
