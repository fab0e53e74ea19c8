# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The org's trusted IP ranges (Setup, Network Access): from there, users sign in without a verification code or a security token.

SecuritySettings (Metadata API Developer Guide, API 67): what is sent replaces every range, so the whole list goes each time, made of
what was read just before; a blank ``networkAccess`` removes all of them.
"""

from __future__ import annotations

import typing as t

from . import declarations
from .edits import Edit, edit
from .ip_ranges import IpRange, Settled, entry, settle, stored
from .plan import Plan
from .refusal import Findings, Refusal
from .requests import Metadata, Read, UpdateMetadata
from .resource import Inspection, Known, Params, Record, Resource

OPTION = "ranges"
KIND = "trusted_ip_range"
SETTINGS = Metadata("SecuritySettings", "Security")
#: Salesforce Help, "Set Trusted IP Ranges for Your Organization": 2 to the 25th addresses (/7), or 2 to the 96th with IPv6 (/32).
_MOST = {4: 2**25, 6: 2**96}


def current(known: Known) -> list[IpRange]:
    """The ranges that the org trusts.

    Raises:
        Refusal: where the org does not tell them: what is not known must not be replaced.
    """
    found = known.component(SETTINGS)
    if found is None or "networkAccess" not in found:
        text = "The org does not tell its trusted IP ranges to the signed-in user; give the user Manage IP Addresses (ManageIpAddresses)"
        raise Refusal(text, "NOT_TOLD", [])
    entries = (found["networkAccess"] or {}).get("ipRanges") or ()
    return [stored(one["start"], one["end"], one.get("description")) for one in entries if one]


def covering(one: IpRange, others: t.Iterable[IpRange]) -> list[IpRange]:
    """The fewest ranges that have every address of *one* together; none where some address is in no range."""
    near = [other for other in others if other.overlaps(one)]
    found: list[IpRange] = []
    reached = int(one.start)
    while reached <= int(one.end):
        here = [other for other in near if int(other.start) <= reached <= int(other.end)]
        if not here:
            return []
        found.append(max(here, key=lambda other: int(other.end)))
        reached = int(found[-1].end) + 1
    return found


class TrustedIpRange(Resource):
    """The ranges of addresses that an org trusts."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        given = edit(OPTION, params.get(OPTION), entry(OPTION), required=True)
        if params.get("state") == "absent":
            given = Edit((), (*given.wanted, *given.removed), False, True)
        for one in given.wanted:
            if one.size > _MOST[one.start.version]:
                text = f"{one} is too wide: Salesforce trusts at most a /7 of IPv4 or a /32 of IPv6 in one range; split it in {OPTION}"
                raise Refusal(text, "RANGE_TOO_WIDE", [OPTION])
        self.edit = given

    def reads(self, known: Known) -> list[Read]:
        return [SETTINGS]

    def plan(self, known: Known) -> Plan:
        found = current(known)
        covered = self._covered(found)
        wanted = tuple(one for one in self.edit.wanted if one not in covered)
        settled = settle(OPTION, Edit(wanted, self.edit.removed, self.edit.exact, True), found)
        _refuse_overlaps(settled)
        plan = Plan("the org's trusted IP ranges")
        plan.extra["covered_by"] = {str(one): [str(wider) for wider in ranges] for one, ranges in covered.items()}
        plan.before, plan.after = _described(found), _described(settled.target)
        for one in settled.removed:
            plan.change("delete", KIND, str(one), one.as_dict(), None)
        for old, new in settled.described:
            plan.change("update", KIND, str(new), old.as_dict(), new.as_dict())
        for one in settled.added:
            plan.change("create", KIND, str(one), None, one.as_dict())
        if settled.changed:
            ranges = [_wire(one) for one in settled.target]
            content: Record = {"networkAccess": {"ipRanges": ranges} if ranges else {}}
            plan.write(UpdateMetadata(SETTINGS.type, SETTINGS.name, content), plan.changes[0])
        plan.unmanaged = [
            {"kind": KIND, "key": str(one), "value": one.description or True} for one in settled.unmanaged
        ]
        for one, wider in settled.open:
            plan.warnings.append(f"{one} stays trusted, because it lies in {wider}; remove {wider} to end that")
        return plan

    def _covered(self, found: t.Sequence[IpRange]) -> dict[IpRange, list[IpRange]]:
        """Wanted ranges whose addresses are trusted without them, by ranges that stay or by wider ones of the same list.

        With ``set``, nothing stays but what it names, and only the wider ones of the list count.
        """
        wanted, removed = self.edit.wanted, self.edit.removed
        stays = [
            one
            for one in found
            if not any(one.same(other) for other in removed)
            and (not self.edit.exact or any(one.same(other) for other in wanted))
        ]
        covered: dict[IpRange, list[IpRange]] = {}
        for one in wanted:
            if not any(one.same(other) for other in stays):
                wider = [other for other in wanted if other.covers(one) and not other.same(one)]
                ranges = covering(one, [*stays, *wider])
                if ranges:
                    covered[one] = ranges
        return covered


def _refuse_overlaps(settled: Settled) -> None:
    """Salesforce says nothing about ranges that overlap, so none is made.

    Raises:
        Refusal: naming every pair.
    """
    findings = Findings()
    for one in settled.added:
        for other in settled.target:
            if one.overlaps(other) and not one.same(other):
                text = f"{one} overlaps the trusted range {other}: write the addresses that are missing, or remove {other} in the same task; change {OPTION}"
                findings.add(text, "OVERLAP", [OPTION])
    findings.refuse()


def _wire(one: IpRange) -> Record:
    """The range as an element; the Metadata API wants its parts in this order."""
    said = {"description": one.description} if one.description else {}
    return {**said, "end": str(one.end), "start": str(one.start)}


def _described(ranges: t.Iterable[IpRange]) -> Record:
    return {OPTION: [one.as_dict() for one in sorted(ranges, key=lambda one: one.order)]}


class TrustedIpRangeInfo(Inspection):
    """The ranges of addresses that an org trusts, in the words of the writing module."""

    def reads(self, known: Known) -> list[Read]:
        return [SETTINGS]

    def report(self, known: Known) -> dict[str, t.Any]:
        found = sorted(current(known), key=lambda one: one.order)
        declared = declarations.trusted_ranges(one.as_dict() for one in found)
        return {OPTION: [{"range": str(one), **one.as_dict()} for one in found], **declared.as_dict()}
