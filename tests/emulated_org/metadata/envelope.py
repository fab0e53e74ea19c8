# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SOAP around the answers of the Metadata API."""

from __future__ import annotations

from xml.sax.saxutils import escape

from ..auth.soap import Reply
from ..errors import ApiError
from .calls import Result
from .component import SPACE

OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
)


def answer(operation: str, results: str) -> str:
    """The envelope of a successful call."""
    return (
        f'{OPEN} xmlns="{SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
        f"<{operation}Response>{results}</{operation}Response></soapenv:Body></soapenv:Envelope>"
    )


def fault(code: str, text: str, owner: str = "sf") -> Reply:
    """A fault as this API words it: no detail (seen in answers pasted into issues)."""
    said = f"{code}: {text}" if owner == "sf" else text
    return Reply(
        500,
        f'{OPEN} xmlns:sf="{SPACE}"><soapenv:Body><soapenv:Fault><faultcode>{owner}:{code}</faultcode>'
        f"<faultstring>{escape(said)}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>",
    )


def saved(result: Result) -> str:
    """SaveResult, UpsertResult or DeleteResult."""
    made = f"<created>{str(result.created).lower()}</created>" if result.created is not None else ""
    errors = "".join(error_element(error) for error in result.errors)
    name = f"<fullName>{escape(result.full_name)}</fullName>"
    return f"<result>{made}{errors}{name}<success>{str(not result.errors).lower()}</success></result>"


def error_element(error: ApiError) -> str:
    """An Error of the API."""
    fields = "".join(f"<fields>{escape(name)}</fields>" for name in error.fields or ())
    return f"<errors>{fields}<message>{escape(error.message)}</message><statusCode>{error.code}</statusCode></errors>"
