# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What is known to be wrong with writes before any is sent."""

from __future__ import annotations

import re
import typing as t

from .._access.requests import Create, Job, Ref, RevokeToken, SetPassword, Update, UpdateMetadata, Write
from . import soql
from .errors import SalesforceError

_ID = re.compile(r"[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?", re.ASCII)


def check(writes: t.Sequence[Write]) -> None:
    """Refuse writes that cannot be sent as they are, before any is sent.

    Raises:
        SalesforceError: with the index of the write.
        ValueError: a reference to a record that no earlier write creates (a fault of the caller).
    """
    known: t.Set[str] = set()
    for index, write in enumerate(writes):
        _check_names(write, index)
        missing = references(write) - known
        if missing:
            raise ValueError(f"write {index} refers to what no earlier write creates: {', '.join(sorted(missing))}")
        if isinstance(write, Create) and write.ref:
            known.add(write.ref)
        _check_id(write, index)
        _check_values(write, index)


def _check_names(write: Write, index: int) -> None:
    if isinstance(write, (SetPassword, RevokeToken)):
        return
    name, what = (write.type, "type") if isinstance(write, UpdateMetadata) else (write.sobject, "object")
    if not soql.is_name(name):
        raise SalesforceError(
            f"'{name}' cannot be the name of an {what}"
            if what == "object"
            else f"'{name}' cannot be the name of a type",
            "correct the name",
            code="INVALID_TYPE",
            index=index,
        )


def _id_of(write: Write) -> t.Union[str, Ref, None]:
    """The record that a write is about, where there is one already."""
    if isinstance(write, (Create, UpdateMetadata, Job)):
        return None
    return write.user if isinstance(write, SetPassword) else write.id


def _check_id(write: Write, index: int) -> None:
    record_id = _id_of(write)
    if isinstance(record_id, str) and not _ID.fullmatch(record_id):
        raise SalesforceError(
            f"'{record_id}' is not the Id of a record", "correct the Id", code="MALFORMED_ID", index=index
        )


def _check_values(write: Write, index: int) -> None:
    """Salesforce knows no way to write ``@{`` as data inside a composite: it would be read as a reference."""
    for name, value in write.fields.items() if isinstance(write, (Create, Update)) else ():
        if isinstance(value, str) and "@{" in value:
            raise SalesforceError(
                f"{name} holds '@{{', which Salesforce reads as a reference",
                f"write {name} without '@{{'",
                code="CONFIGURATION",
                fields=[name],
                index=index,
            )


def references(write: Write) -> t.Set[str]:
    """Names of the records, created by earlier writes, that the write needs."""
    values = list(write.fields.values()) if isinstance(write, (Create, Update, Job)) else []
    values.append(_id_of(write))
    return {value.name for value in values if isinstance(value, Ref)}
