# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""SOAP messages of the Metadata API: written from data, read as data.

"SOAP Calls" and "SessionHeader" (Metadata API Developer Guide, API 67). xmltodict writes and reads the XML; it is imported
where the first message is written, because most tasks need none. What it reads is never expanded from entities, and a
document type, which SOAP forbids (SOAP 1.1, 3), is refused.
"""

from __future__ import annotations

import re
import typing as t
from xml.parsers.expat import ExpatError

from .answers import Answer
from .errors import configuration
from .libraries import missing_library

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_METADATA = "http://soap.sforce.com/2006/04/metadata"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_NAMESPACES = {_ENVELOPE: None, _METADATA: None, _INSTANCE: "xsi"}
#: XML 1.0, 2.2: what no document can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def _xmltodict() -> t.Any:
    try:
        import xmltodict
    except ImportError:
        raise missing_library("xmltodict", "to read and write what the Metadata API holds") from None
    return xmltodict


def written(operation: str, content: t.Mapping[str, t.Any], session_id: str) -> bytes:
    """The message that calls *operation*. None travels as nil, a list as an element for each entry, an empty dict as an empty element.

    Raises:
        SalesforceError: code CONFIGURATION for a text that XML cannot hold, MISSING_LIBRARY.
    """
    envelope = {
        "soapenv:Envelope": {
            "@xmlns:soapenv": _ENVELOPE,
            "@xmlns:xsi": _INSTANCE,
            "@xmlns": _METADATA,
            "soapenv:Header": {"SessionHeader": {"sessionId": session_id}},
            "soapenv:Body": {operation: _writable(content)},
        }
    }
    return str(_xmltodict().unparse(envelope)).encode("utf-8")


def _writable(value: t.Any, name: str = "") -> t.Any:
    if value is None:
        return {"@xsi:nil": "true"}
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return [_writable(one, name) for one in value]
    if isinstance(value, dict):
        if not all(_NAME.fullmatch(key) or key == "@xsi:type" for key in value):
            raise ValueError(
                f"{name or 'content'} has keys that are no names of elements: {', '.join(map(str, value))}"
            )
        return {key: _writable(one, key) for key, one in value.items()}
    text = str(value)
    if _UNWRITABLE.search(text):
        raise configuration(
            f"{name} holds a control character, which XML cannot hold", f"write {name} without it", [name]
        )
    return text


class SoapAnswer(Answer):
    """An answer to a call. ``body`` is what stands in the Body, without attributes; text stays text.

    A fault, and a component that the org did not take, reads as an error of the REST API does, so that waiting, renewing the
    session and cures know one form.
    """

    def __init__(self, status: int, headers: t.Mapping[str, str], content: bytes) -> None:
        super().__init__(status, headers, b"")
        self.content = content
        self.refused = False
        self.readable = False
        told = _message(content)
        if told is None:
            return
        self.readable = True
        errors = _fault(told) or _refusals(told)
        self.refused = bool(errors)
        self.body = errors if errors else next(iter(told.values()), None)

    @property
    def garbled(self) -> bool:
        return not self.readable and bool(self.content) and "text/xml" in self.headers.get("Content-Type", "")

    @property
    def ok(self) -> bool:
        return super().ok and not self.refused


def _message(content: bytes) -> t.Optional[t.Dict[str, t.Any]]:
    """What stands in the Body of a message; None where it is no message."""
    if b"<!DOCTYPE" in content:
        return None
    try:
        told = _plain(
            _xmltodict().parse(content, process_namespaces=True, namespaces=_NAMESPACES, strip_whitespace=False)
        )
    except (ExpatError, ValueError):
        return None
    envelope = told.get("Envelope") if isinstance(told, dict) else None
    body = envelope.get("Body") if isinstance(envelope, dict) else None
    return body if isinstance(body, dict) else None


def _plain(value: t.Any) -> t.Any:
    """Elements without attributes, and without the white space between them; nil as None."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value if value and value.strip() else None
    if value.get("@xsi:nil") in ("true", "1"):
        return None
    inner = {key: _plain(one) for key, one in value.items() if not key.startswith(("@", "#"))}
    return inner or _plain(value.get("#text"))


def _fault(told: t.Mapping[str, t.Any]) -> t.List[t.Dict[str, t.Any]]:
    fault = told.get("Fault")
    if not isinstance(fault, dict):
        return []
    code = str(fault.get("faultcode") or "").rpartition(":")[2]
    words = str(fault.get("faultstring") or "")
    return [{"errorCode": code, "message": words[len(code) + 1 :].strip() if words.startswith(f"{code}:") else words}]


def _refusals(told: t.Mapping[str, t.Any]) -> t.List[t.Dict[str, t.Any]]:
    """The errors of the components in an answer: ``SaveResult`` (Metadata API Developer Guide)."""
    answer = next(iter(told.values()), None)
    results = entries(answer.get("result")) if isinstance(answer, dict) else []
    refused = [one for one in results if isinstance(one, dict) and one.get("success") == "false"]
    errors = [error for one in refused for error in entries(one.get("errors")) if isinstance(error, dict)]
    told_errors = [{**error, "fields": entries(error.get("fields"))} for error in errors]
    return told_errors or [
        {"message": "The org did not take the component, and gave no reason"} for _one in refused[:1]
    ]


def entries(value: t.Any) -> t.List[t.Any]:
    """An element that may be repeated, as a list: absent, once or often."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
