# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The changes and the writes that bring a profile to its target."""

from __future__ import annotations

import typing as t

from . import licenses, login_hours, system_permissions
from . import profile_component as component
from .field_targets import report_unmanaged
from .names import plain
from .permission_set_writes import Writer
from .plan import Change, Plan
from .profile_holding import Holding, owner
from .profile_names import full_name
from .profile_target import Target
from .requests import Create, Ref, Update, UpdateMetadata
from .resource import Record

#: From so many login IP ranges on, an org may refuse more: five is what a partner profile takes (Security Guide), and since Winter '26
#: every profile has a limit (Salesforce Help, "Restrict Login IP Addresses in Profiles").
_MANY_RANGES = 5
RANGE = "login_ip_range"


class ProfileWriter:
    """Adds the changes and the writes of one profile to a plan.

    Where there is more than the profile's own record holds, a new profile takes two rounds: its permission set, and the name it has in
    the Metadata API, are known only once it is there. What the second round will send is planned and previewed in the first.
    """

    def __init__(self, plan: Plan, name: str, now: Holding, target: Target, kinds: t.Collection[str]) -> None:
        self.plan, self.name, self.now, self.target, self.kinds = plan, name, now, target, kinds
        self.new = not now.record
        settled = target.permissions
        self.columns = {**settled.early_columns(), **settled.late_columns()}
        self.content = self._content()

    def create(self, fields: Record, related: Record, reason: Change) -> None:
        """A new profile, and the permission set that the org makes with it."""
        own = {} if self.content else self.columns
        self.plan.write(Create("Profile", {**fields, **own}, ref="profile", related=related), reason)
        held = {**owner(), "ProfileId": Ref("profile"), **self.columns}
        seen = {"Profile": {**fields, **related}, "License": related["UserLicense"]}
        self.plan.write(Create("PermissionSet", held, ref="owned", related=seen, by_org=True))
        self.plan.id = Ref("profile")
        made = len(self.plan.writes) - 2
        system = self._bring({})
        # A run that fails behind it tells what came with the record: what it carried, and what its licence brings.
        brought = set(self.columns if own else _brought_by(related["UserLicense"]))
        self.plan.reasons[made] = (reason, *(one for one in system if system_permissions.PREFIX + one.key in brought))

    def update(self, fields: Record) -> None:
        """A profile that is there; *fields* are those of its own record, besides permissions."""
        self._bring(fields)

    def _bring(self, fields: Record) -> list[Change]:
        """Plan what the profile holds; returns the changes of its system permissions."""
        start = len(self.plan.changes)
        self.target.permissions.add_changes(self.plan)
        system = self.plan.changes[start:]
        if not self.new:
            self._record(fields, {} if self.content else self.columns)
        if self.columns and (self.content or not self.new):
            self._by_org(system)
        middle = len(self.plan.changes)
        self._rows()
        self._restrictions()
        if self.content:
            served = [*(system if self.columns else ()), *self.plan.changes[middle:]]
            name = (self.now.component or {}).get("fullName") or full_name(self.now.record.get("Name") or self.name)
            self.plan.write(UpdateMetadata("Profile", name, self.content, by_org=self.new), *served)
        entities = len(self.plan.changes)
        if "setup_entity_access" in self.kinds:
            self._writer(by_org=self.new).entities(self.target.entities, self.target.declared_entities)
        self.plan.deferred = self.new and bool(self.content or self.plan.changes[entities:])
        return [one for one in system if one.kind == "system_permission"]

    def _record(self, fields: Record, columns: Record) -> None:
        """What is in the record itself: that takes no right to use the Metadata API."""
        reasons = list(self.plan.changes) if columns else []
        for name, value in fields.items():
            reasons.append(self.plan.change("update", "profile", name.lower(), self.now.record.get(name), value))
        if fields or columns:
            self.plan.write(Update("Profile", self.now.record["Id"], {**columns, **fields}), *reasons)

    def _by_org(self, system: t.Sequence[Change]) -> None:
        """System permissions that come with the component, and how the owned permission set shows them, for previews."""
        if self.content:
            profile_id = Ref("profile") if self.new else str(self.now.record["Id"])
            self.plan.write(Update("Profile", profile_id, self.columns, by_org=True))
        if self.now.set_id:
            self.plan.write(Update("PermissionSet", self.now.set_id, self.columns, by_org=True))

    def _rows(self) -> None:
        writer = self._writer(by_org=True)
        if "field_permissions" in self.kinds:
            writer.fields_removed(self.target.fields)
        writer.objects(self.target.permissions)
        if "field_permissions" in self.kinds:
            writer.fields_granted(self.target.fields, self.target.declared_fields)
            rows = self.now.content.field_rows(self.now.rows)
            report_unmanaged(self.plan, rows, self.target.declared_fields, self.target.permissions)
        if "tabs" in self.kinds:
            writer.tabs(self.target.tabs, self.target.declared_tabs)

    def _restrictions(self) -> None:
        """Login IP ranges and login hours."""
        ranges = self.target.ranges
        for one in ranges.removed:
            self.plan.change("delete", RANGE, str(one), one.as_dict(), None)
        for old, new in ranges.described:
            self.plan.change("update", RANGE, str(new), old.as_dict(), new.as_dict())
        for one in ranges.added:
            self.plan.change("create", RANGE, str(one), None, one.as_dict())
        for one in ranges.unmanaged:
            self.plan.unmanaged.append({"kind": RANGE, "key": str(one), "value": one.description or True})
        self._warn_of_ranges()
        before, after = login_hours.words(self.now.hours()), login_hours.words(self.target.hours)
        for day in login_hours.DAYS:
            if before.get(day) != after.get(day):
                self.plan.change("update", "login_hours", day, before.get(day), after.get(day))

    def _warn_of_ranges(self) -> None:
        ranges = self.target.ranges
        if ranges.changed and not self.now.ranges() and not self.new:
            now = ", ".join(map(str, ranges.target))
            self.plan.warnings.append(
                f"Profile {self.name} had no login IP ranges: its users can sign in from {now} only, and from nowhere else any more"
            )
        if ranges.added and len(ranges.target) > _MANY_RANGES:
            self.plan.warnings.append(
                f"Profile {self.name} gets {len(ranges.target)} login IP ranges: Salesforce limits them, and the org may refuse so many"
            )
        for one, wider in ranges.covered:
            self.plan.warnings.append(
                f"Login IP range {one} adds nothing: profile {self.name} has {wider}, which covers it"
            )
        for one, wider in ranges.open:
            self.plan.warnings.append(
                f"Sign-ins from {one} stay possible, because it lies in {wider}; remove {wider} to end that"
            )

    def _content(self) -> Record:
        """The elements of the component that change."""
        now, target = self.now, self.target
        parts: Record = {"objectPermissions": component.objects(target.permissions)}
        if "field_permissions" in self.kinds:
            parts["fieldPermissions"] = component.fields(now.fields(), target.fields)
        if "tabs" in self.kinds:
            parts["tabVisibilities"] = component.tab_settings(now.tabs(), target.tabs)
        if target.ranges.changed:
            parts["loginIpRanges"] = component.ranges(target.ranges.target)
        content = {element: entries for element, entries in parts.items() if entries}
        if now.hours() != target.hours:
            content["loginHours"] = login_hours.element(target.hours)
        if content and self.columns:
            # With the rest, so that it does not matter which of them needs which.
            content["userPermissions"] = component.user_permissions(self.columns)
        return dict(sorted(content.items()))

    def _writer(self, by_org: bool) -> Writer:
        parent = Ref("owned") if self.new else self.now.set_id or ""
        related = owner() if self.new else {**owner(), "ProfileId": self.now.record["Id"]}
        related["Profile"] = {"Name": self.now.record.get("Name") or self.name}
        return Writer(self.plan, parent, related, self.now.content, self.now.rows, by_org)


def _brought_by(license_record: Record) -> t.Iterable[str]:
    """The columns that are on in every profile of a licence, come what may."""
    integration = plain(str(license_record.get("Name"))) == plain(licenses.INTEGRATION_LICENSE)
    return [system_permissions.PREFIX + one for one in licenses.INTEGRATION_PERMISSIONS] if integration else ()
