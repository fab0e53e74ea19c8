# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Reads and writes as data.

A resource asks for what it must read and answers with what must be written, in these words only. Nothing in here
sends anything: the organisation's client turns reads and writes into HTTP, and a preview keeps the writes for itself.
"""

from __future__ import annotations

import datetime
import typing as t
from dataclasses import dataclass, field

#: A value SOQL can compare with. Strings are data, whatever they hold: quoting is the sender's business. A moment knows its zone.
Value = t.Union[str, int, bool, datetime.datetime, None]


@dataclass(frozen=True)
class Where:
    """One condition of a query: ``field op value``.

    ``op`` is one of ``=``, ``!=``, ``>``, ``>=``, ``<``, ``LIKE`` and ``IN`` (then *value* is a tuple). *field* may follow relationships
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


@dataclass(frozen=True)
class Metadata:
    """One component of the Metadata API, whole, by its full name; reads as ``None`` where the org has none of that name.

    It reads as a dict of its elements. A repeated element reads as a list, and so does one that may be repeated; text that the
    Metadata API's own types call boolean reads as a boolean.
    """

    type: str
    name: str
    catalogue: bool = False


@dataclass(frozen=True)
class Rest:
    """What a resource below ``/services/data/vXX.0/`` says about the org (``limits``).

    *path* empty lists the API versions, ``/`` the version's resources with the identity of who is signed in.
    """

    path: str
    catalogue: bool = True


@dataclass(frozen=True)
class SignIn:
    """Whether somebody else can sign in to the same org: reads as who that is, or as Salesforce's refusal.

    *options* are connection options. They hold secrets, so they are not shown.
    """

    options: tuple[tuple[str, Value], ...] = field(repr=False)
    catalogue: bool = False


Read = t.Union[Query, Describe, Metadata, Rest, SignIn]

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


@dataclass(frozen=True)
class UpdateMetadata:
    """Replace elements of one component of the Metadata API; elements that *content* does not name stay as they are.

    A list stands for a repeated element: the whole of it, or with the rows of a profile those that change (``components.updated``).
    What the Metadata API keeps as rows of their own (object, field and tab permissions) is previewed by writes that the org makes
    by itself.
    """

    type: str
    name: str
    content: t.Mapping[str, t.Any]
    by_org: bool = False


@dataclass(frozen=True)
class Job:
    """Create a record of the Tooling API that starts work, and wait until the work has ended.

    *timeout* and *interval* are seconds. *fields* may hold secrets (an installation key), so they are not shown.
    """

    sobject: str
    fields: t.Mapping[str, t.Any] = field(repr=False)
    timeout: float = 1800.0
    interval: float = 10.0
    by_org: bool = False


@dataclass(frozen=True)
class SetPassword:
    """Give a user a password."""

    user: str | Ref
    password: str = field(repr=False)
    by_org: bool = False


@dataclass(frozen=True)
class RevokeToken:
    """End what an app may do for a user, by the token's ``OauthToken.DeleteToken``; *id* is the record's own, where it has one."""

    id: str | None
    token: str = field(repr=False)
    by_org: bool = False


@dataclass(frozen=True)
class Await:
    """Wait until a field of a record holds a value, because the org refuses the writes that follow until then. Nothing is written.

    *what* names the record to people. *hopeless* are values after which it never will. *timeout* and *interval* (the longest
    pause between two looks) are seconds.
    """

    sobject: str
    id: str | Ref
    field: str
    value: str
    what: str
    hopeless: tuple[str, ...] = ()
    timeout: float = 600.0
    interval: float = 5.0
    by_org: bool = False


Write = t.Union[Create, Update, Delete, UpdateMetadata, Job, SetPassword, RevokeToken, Await]
