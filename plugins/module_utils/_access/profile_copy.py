# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a copy of a profile should hold: what its source holds, but for what Salesforce does not let a copy have.

No API of Salesforce clones a profile. A kind of content that is declared with ``set`` is not copied: the option says everything.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, replace

from . import entity_access, object_permissions
from .dependencies import split_node
from .edits import Edit
from .field_permissions import Rows
from .ip_ranges import IpRange
from .object_permissions import Wanted
from .plan import Change, Plan
from .profile_holding import Holding
from .resource import Known

#: What Salesforce says when a profile cannot have something (all seen in public issues about deployments of profiles); what it is about
#: is a name or a label, with a verb before it where it is an object.
_REFUSALS = tuple(
    map(
        re.compile,
        (
            r"user license doesn't allow the permission: (?P<what>[^;|]+)",
            r"You may not turn o(?:n|ff) permission (?P<what>.+?) for this License Type",
            r"Unknown user permission: (?P<what>\w+)",
            r"You can't edit tab settings for (?P<what>[\w-]+)",
            r"no Custom(?:Object|Field|Tab) named (?P<what>\S+) found",
            r"You cannot deploy to a required field: (?P<what>[\w.]+)",
        ),
    )
)
_VERBS = re.compile(r"^(?:Read|Create|Edit|Delete|Read All|View All|Modify All) ")

#: What a profile has besides, and how it gets there. None of it opens data to a user of the API.
NEVER_COPIED = (
    ("page_layouts", "they arrange pages and open nothing; assign them in Setup, Object Manager, Page Layouts"),
    ("record_types", "assign those that users of the copy may choose in Setup, Profiles, Record Type Settings"),
    ("default_app", "which app opens first is chosen in Setup, Profiles, Assigned Apps"),
    ("login_flows", "connect a login flow with the copy in Setup, Login Flows"),
    ("session_settings", "they belong to one profile each; set them in Setup, Profiles, Session Settings"),
    ("password_policies", "they belong to one profile each; set them in Setup, Profiles, Password Policies"),
    ("data_categories", "set their visibility in Setup, Profiles, Category Group Visibility Settings"),
)


@dataclass
class Refused:
    """What the org did not let a copy have: permissions as nodes, rows with the level that is left, tabs, each with the reason."""

    nodes: dict[str, str]
    fields: dict[str, tuple[str | None, str]]
    tabs: dict[str, tuple[str | None, str]]

    def entries(self) -> list[dict[str, t.Any]]:
        """Everything, as the result tells it."""
        system = {one: reason for one, reason in self.nodes.items() if not split_node(one)}
        objects: dict[str, str] = {}
        for node, reason in self.nodes.items():
            for sobject, words in object_permissions.by_object([node]).items():
                objects[f"{sobject} {words[0]}"] = reason
        found = [("system_permission", system), ("object_permission", objects)]
        found += [("field_permission", {name: reason for name, (_left, reason) in self.fields.items()})]
        found += [("tab", {name: reason for name, (_left, reason) in self.tabs.items()})]
        return [
            {"kind": kind, "key": key, "reason": reason} for kind, some in found for key, reason in sorted(some.items())
        ]


class Copy:
    """Remembers, from plan to plan, what the copy cannot have."""

    def __init__(self) -> None:
        #: The name of what is copied, once it is known.
        self.source = ""
        self.refused = Refused({}, {}, {})
        #: What the latest plan wants of the copy only because the source has it.
        self.nodes: set[str] = set()
        self.fields: Rows = {}
        self.tabs: dict[str, str] = {}
        #: What cannot be copied, as is known beforehand.
        self._missing: dict[str, str] = {}
        self._result: list[dict[str, t.Any]] = []

    def system(self, edit: Edit[str], source: Holding, offered: t.Collection[str]) -> Edit[str]:
        """The system permissions of the copy; *edit* has API names."""
        self._missing = {}
        if edit.exact:
            return edit
        self._missing = dict.fromkeys(source.system() - set(offered) - set(edit.removed), "no API sets it")
        gone = {*edit.removed, *self.refused.nodes, *self._missing}
        copied = tuple(sorted(source.system() - gone))
        self.nodes |= set(copied) - set(edit.wanted)
        return replace(edit, wanted=(*copied, *edit.wanted), exact=True, declared=True)

    def objects(self, edit: Edit[Wanted], source: Holding) -> Edit[Wanted]:
        """The object permissions of the copy; *edit* has objects in the org's spelling."""
        if edit.exact:
            return edit
        wanted, removed = object_permissions.nodes(edit)
        held = object_permissions.granted(source.objects().values()) - removed
        lost = {one for one in held if object_permissions.not_kept(one)}
        self._missing.update(dict.fromkeys(lost, "Salesforce does not keep it where it is set by an API"))
        copied = held - lost - set(self.refused.nodes)
        self.nodes |= copied - wanted
        entries = tuple((sobject, tuple(words)) for sobject, words in object_permissions.by_object(copied).items())
        return replace(edit, wanted=(*entries, *edit.wanted), exact=True, declared=True)

    def field_rows(self, source: Holding, exact: bool) -> Rows:
        """The rows of the copy before the option adds to them and takes from them."""
        copied = {**source.fields(), **{name: left for name, (left, _reason) in self.refused.fields.items()}}
        self.fields = {} if exact else {name: level for name, level in copied.items() if level}
        return self.fields

    def tab_rows(self, source: Holding, exact: bool) -> dict[str, str]:
        """The tabs of the copy before the option adds to them and takes from them."""
        copied = {**source.tabs(), **{name: left for name, (left, _reason) in self.refused.tabs.items()}}
        self.tabs = {} if exact else {name: one for name, one in copied.items() if one}
        return self.tabs

    def entities(self, declared: entity_access.Target, source: Holding, known: Known) -> entity_access.Target:
        """What the copy opens; the kinds that are declared say so themselves."""
        return {**entity_access.all_of(source.entities(), known), **declared}

    @staticmethod
    def ranges(edit: Edit[IpRange], source: Holding) -> Edit[IpRange]:
        """The login IP ranges of the copy, with the descriptions of the source."""
        if edit.exact:
            return edit
        named = [*edit.wanted, *edit.removed]
        copied = [
            replace(one, description=one.description or "")
            for one in source.ranges()
            if not any(one.same(other) for other in named)
        ]
        # Only what nobody names beside the copied ones goes, so a removal has nothing left to do.
        return Edit((*copied, *edit.wanted), (), True, True)

    def learn(self, message: str, labels: t.Mapping[str, str]) -> bool:
        """Take note of what the org refuses the copy; *labels* has API names by lower-cased name and label."""
        for pattern in _REFUSALS:
            found = pattern.search(message)
            if found and self._note(found["what"].strip(" ."), message, labels):
                return True
        return False

    def _note(self, what: str, message: str, labels: t.Mapping[str, str]) -> bool:
        name = labels.get(what.lower(), what)
        sobject = _VERBS.sub("", what)
        nodes = {one for one in self.nodes if one == name or (split_node(one) or ("",))[0] == sobject}
        self.refused.nodes.update(dict.fromkeys(nodes, message))
        rows = [one for one in self.fields if one == what]
        self.refused.fields.update(dict.fromkeys(rows, (None, message)))
        settings = [one for one in self.tabs if one == what]
        self.refused.tabs.update(dict.fromkeys(settings, (None, message)))
        return bool(nodes or rows or settings)

    def accept(self, changes: t.Iterable[Change]) -> bool:
        """Whether all that the org did not keep, *changes*, is wanted only because the source has it; then the copy goes without."""
        text = "Salesforce reported success and did not keep it"
        refused = Refused({}, {}, {})
        for one in changes:
            if one.verb == "grant" and one.kind == "system_permission" and one.key in self.nodes:
                refused.nodes[one.key] = text
            elif one.verb == "grant" and one.kind == "object_permission":
                nodes = object_permissions.nodes(Edit(((one.key, tuple(one.after)),)))[0]
                if not nodes <= self.nodes:
                    return False
                refused.nodes.update(dict.fromkeys(nodes, text))
            elif one.verb == "grant" and one.kind == "field_permission" and one.key in self.fields:
                refused.fields[one.key] = (one.before, text)
            elif one.verb == "grant" and one.kind == "tab" and one.key in self.tabs:
                refused.tabs[one.key] = (one.before, text)
            else:
                return False
        self.refused.nodes.update(refused.nodes)
        self.refused.fields.update(refused.fields)
        self.refused.tabs.update(refused.tabs)
        return True

    def report(self, plan: Plan) -> None:
        """Tell what the copy does not have. All plans of a task share one list, because later ones know more."""
        whole = [{"kind": kind, "key": None, "reason": reason} for kind, reason in NEVER_COPIED]
        self._result[:] = [*self.refused.entries(), *Refused(self._missing, {}, {}).entries(), *whole]
        plan.extra["not_copied"] = self._result
        for one in self.refused.entries():
            text = f"{one['kind'].replace('_', ' ')} {one['key']} of {self.source} is not copied: {one['reason']}"
            plan.warnings.append(f"{text}; take it out with remove to keep later runs from trying")
