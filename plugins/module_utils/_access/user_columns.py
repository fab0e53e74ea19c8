# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Options of a user whose columns only the org's own description tells: feature licences, currency, further fields."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from . import feature_seats, user_further_fields
from .edits import edit, tidy, word
from .refusal import Findings, near
from .requests import Read
from .resource import Known, Params, Record
from .user_values import USER

#: Object Reference, User: only in orgs with several currencies.
CURRENCY = "DefaultCurrencyIsoCode"


@dataclass(frozen=True)
class Wanted:
    """One column and its value, and how a change of it is told."""

    field: Record
    value: t.Any
    kind: str
    key: str

    @property
    def column(self) -> str:
        return str(self.field["name"])

    def verb(self) -> str:
        if self.kind == "user":
            return "update"
        return "assign" if self.value else "unassign"

    def differs(self, current: Record | None) -> bool:
        """Whether it has to be written. A new user holds no licence and no value, but some settings are on unless told otherwise."""
        if current is None:
            return self.value is not None and not (self.kind == "feature_license" and not self.value)
        return not user_further_fields.same(self.field, current.get(self.column), self.value)

    def before(self, current: Record | None) -> t.Any:
        found = (current or {}).get(self.column)
        return bool(found) if self.kind == "feature_license" else found


class Columns:
    """What of these options was declared."""

    def __init__(self, params: Params) -> None:
        option = feature_seats.OPTION
        self.features = edit(option, params.get(option), word(option))
        self.currency = None if params.get("currency") is None else tidy(params["currency"])
        self.fields = user_further_fields.given(params)
        self.declared = self.features.declared or self.currency is not None or bool(self.fields)

    def reads(self) -> list[Read]:
        return [USER] if self.declared else []

    def names(self, known: Known) -> tuple[str, ...]:
        """The columns to read; what the org lacks is refused later, all at once."""
        fields = {
            one["name"].casefold(): str(one["name"]) for one in (known.description(USER) or {}).get("fields") or ()
        }
        wanted = [*self.fields, *([CURRENCY] if self.currency is not None else [])]
        if self.features.declared:
            wanted += [one["name"] for one in self._licenses(known).values()]
        return tuple(fields[name.casefold()] for name in wanted if name.casefold() in fields)

    def resolve(self, known: Known, current: Record | None) -> list[Wanted]:
        """Column by column, what the options want.

        Raises:
            Refusal: naming everything that the org does not have or would not take.
        """
        if not self.declared:
            return []
        findings = Findings()
        found = self._features(known, current or {}, findings)
        found += self._currency(known, findings)
        resolved = user_further_fields.resolve(self.fields, known.description(USER), current is None, findings)
        found += [Wanted(field, value, "user", column) for column, (field, value) in resolved.items()]
        findings.refuse()
        return found

    def unmanaged(self, known: Known, current: Record | None) -> list[dict[str, t.Any]]:
        """Feature licences that the user holds and no option names."""
        if not self.features.declared or current is None:
            return []
        named = feature_seats.find((*self.features.wanted, *self.features.removed), self._licenses(known), Findings())
        held = [name for name, one in self._licenses(known).items() if current.get(one["name"])]
        return [{"kind": "feature_license", "key": name, "value": True} for name in sorted(held) if name not in named]

    def taken(self, known: Known, current: Record | None) -> dict[str, Record]:
        """The feature licences of which this takes a seat: name -> field. Only active users hold seats."""
        if not self.features.declared:
            return {}
        licenses = self._licenses(known)
        names = feature_seats.find(self.features.wanted, licenses, Findings())
        active = bool((current or {}).get("IsActive"))
        return {name: licenses[name] for name in names if not (active and (current or {}).get(licenses[name]["name"]))}

    def seat_reads(self, known: Known, current: Record | None) -> list[Read]:
        taken = self.taken(known, current)
        if not taken:
            return []
        return [feature_seats.metrics(taken.values()), *map(feature_seats.holders, taken.values())]

    def refuse_without_seats(self, user: str, known: Known, current: Record | None) -> None:
        """Raises Refusal where the org is known to have no seat left."""
        taken = self.taken(known, current)
        counted = feature_seats.latest(known.records(feature_seats.metrics(taken.values()))) if taken else {}
        for name, field in taken.items():
            held = known.records(feature_seats.holders(field))
            feature_seats.refuse_without_seat(user, name, counted.get(name), held)

    def describe(self, known: Known, record: Record) -> dict[str, t.Any]:
        """What a record holds, in the words of the options that were declared."""
        described: dict[str, t.Any] = {}
        if self.features.declared:
            described[feature_seats.OPTION] = held(known, record)
        if self.currency is not None:
            described["currency"] = record.get(CURRENCY)
        if self.fields:
            fields = {
                one["name"].casefold(): one["name"] for one in (known.description(USER) or {}).get("fields") or ()
            }
            names = [fields[one.casefold()] for one in self.fields if one.casefold() in fields]
            described["fields"] = {name: record.get(name) for name in names}
        return described

    def _licenses(self, known: Known) -> dict[str, Record]:
        return feature_seats.offered(known.description(USER))

    def _features(self, known: Known, current: Record, findings: Findings) -> list[Wanted]:
        licenses = self._licenses(known)
        on = feature_seats.find(self.features.wanted, licenses, findings)
        off = feature_seats.find(self.features.removed, licenses, findings)
        both = sorted(set(on) & set(off))
        if both:
            text = f"Option {feature_seats.OPTION} adds and removes {', '.join(both)}; keep one of the two"
            findings.add(text, "BAD_OPTION", [feature_seats.OPTION])
        if self.features.exact:
            off += [name for name, one in licenses.items() if current.get(one["name"]) and name not in on]
        found = [Wanted(licenses[name], True, "feature_license", name) for name in dict.fromkeys(on)]
        return found + [Wanted(licenses[name], False, "feature_license", name) for name in dict.fromkeys(off)]

    def _currency(self, known: Known, findings: Findings) -> list[Wanted]:
        if self.currency is None:
            return []
        fields = (known.description(USER) or {}).get("fields") or ()
        field = next((one for one in fields if one["name"] == CURRENCY), None)
        if field is None:
            text = "The org has one currency only, so users have none of their own; leave currency out"
            findings.add(text, "NO_MULTI_CURRENCY", ["currency"])
            return []
        values = [str(one["value"]) for one in field.get("picklistValues") or () if one.get("active", True)]
        wanted = self.currency.upper()
        if wanted not in values:
            text = f"The org has no currency '{self.currency}'{near(wanted, values)}; it has {', '.join(values)}; change currency"
            findings.add(text, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ["currency"])
            return []
        return [Wanted(field, wanted, "user", "currency")]


def held(known: Known, record: Record) -> list[str]:
    """The feature licences a user holds."""
    licenses = feature_seats.offered(known.description(USER))
    return sorted(name for name, one in licenses.items() if record.get(one["name"]))
