# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Reads and writes as data.

A resource asks for what it must read and answers with what must be written, in these words only. Nothing in here
sends anything: the organisation's client turns reads and writes into HTTP, and a preview keeps the writes for itself.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

#: A value SOQL can compare with. Strings are data, whatever they hold: quoting is the sender's business.
Value = t.Union[str, int, bool, None]


@dataclass(frozen=True)
class Where:
    """One condition of a query: ``field op value``.

    ``op`` is one of ``=``, ``!=``, ``>``, ``LIKE`` and ``IN`` (then *value* is a tuple). *field* may follow relationships
    (``Profile.UserLicense.Name``).
    """

    field: str
    op: str
    value: Value | tuple[Value, ...]


@dataclass(frozen=True)
class AnyOf:
    """Alternatives: at least one of the conditions holds."""

    conditions: tuple[Where, ...]


@dataclass(frozen=True)
class Query:
    """Records of one sObject that fulfil every condition.

    *fields* may be the single entry ``FIELDS(ALL)`` (the sender adds the ``LIMIT 200`` Salesforce then demands).
    With *tooling* the query goes to the Tooling API. With *optional* an object that the org or the user lacks reads as
    ``None`` instead of an error. With *catalogue* the records describe the org (licences, definitions, dependencies):
    nothing this collection writes changes them, so they need not be read again after a write.
    """

    sobject: str
    fields: tuple[str, ...]
    where: tuple[Where | AnyOf, ...] = ()
    order_by: str = ""
    limit: int = 0
    tooling: bool = False
    optional: bool = False
    catalogue: bool = False


@dataclass(frozen=True)
class Describe:
    """The org's own description of an sObject; reads as ``None`` when the org has no such object."""

    sobject: str
    catalogue: bool = True


Read = t.Union[Query, Describe]

#: How the Id begins that a preview gives to a record which does not exist yet.
PENDING = "preview:"


def is_pending(record_id: t.Any) -> bool:
    """Whether an Id stands for a record that only a preview has made."""
    return isinstance(record_id, str) and record_id.startswith(PENDING)


@dataclass(frozen=True)
class Ref:
    """The Id of a record that an earlier write of the same plan creates."""

    name: str


@dataclass(frozen=True)
class Create:
    """Create one record.

    *ref* names it for later writes. *related* holds what a query would show through relationships
    (``{"Profile": {"Name": "..."}}``): a preview needs it to answer later reads, the org never sees it. What the org does
    by itself because of another write (*by_org*) is planned and previewed, but not sent.
    """

    sobject: str
    fields: t.Mapping[str, t.Any]
    ref: str = ""
    related: t.Mapping[str, t.Any] = field(default_factory=dict)
    by_org: bool = False


@dataclass(frozen=True)
class Update:
    """Change fields of one record."""

    sobject: str
    id: str | Ref
    fields: t.Mapping[str, t.Any]
    related: t.Mapping[str, t.Any] = field(default_factory=dict)
    by_org: bool = False


@dataclass(frozen=True)
class Delete:
    """Delete one record."""

    sobject: str
    id: str
    by_org: bool = False


Write = t.Union[Create, Update, Delete]
