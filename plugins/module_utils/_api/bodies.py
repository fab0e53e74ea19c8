# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a request carries, and how it travels: JSON, a form, or a call of the Metadata API."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, field

from . import soap
from .answers import Answer


@dataclass(frozen=True)
class Call:
    """One operation of the Metadata API. The session travels inside, so the text is made when it is sent."""

    operation: str
    content: t.Mapping[str, t.Any] = field(repr=False)


@dataclass(frozen=True)
class Form:
    """Fields of a form. They may be secret, so they are not shown."""

    fields: t.Tuple[t.Tuple[str, str], ...] = field(repr=False)


def encoded(body: t.Any, token: str) -> t.Tuple[t.Dict[str, str], t.Any]:
    """Headers and content of a request with an access token; *body* is None, a Call, a Form, or data for JSON.

    Raises:
        SalesforceError: a library is missing, or a text cannot be written as XML.
    """
    if isinstance(body, Call):
        headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""', "Accept": "text/xml"}
        return headers, soap.written(body.operation, body.content, token)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    if body is None:
        return headers, None
    if isinstance(body, Form):
        return headers, dict(body.fields)
    headers["Content-Type"] = "application/json"
    return headers, json.dumps(body).encode("ascii")


def answer_to(body: t.Any) -> t.Type[Answer]:
    """How the answer to such a body is read."""
    return soap.SoapAnswer if isinstance(body, Call) else Answer
