# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The audit as JUnit reads it: a test suite for each org, and for each vendor a test case for drift and one for what nobody declared."""

from __future__ import annotations

import re
import typing as t
import xml.etree.ElementTree as ET

from .document import by
from .findings import DRIFT, FAILED, UNDECLARED, Finding
from .org import is_accepted

Org = t.Mapping[str, t.Any]
Findings = t.Sequence[Finding]
#: What XML 1.0 cannot hold ("Characters", section 2.2), not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Findings that a test case tells one by one.
_MOST = 50


def junit(document: t.Mapping[str, t.Any]) -> str:
    """The text of the file ``audit_junit``."""
    suites = ET.Element("testsuites", name="sfops.salesforce.audit")
    for one in document["orgs"]:
        _suite(suites, one, document["fail_on"], str(document["ended"]))
    for name in ("tests", "failures", "errors", "skipped"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _suite(suites: ET.Element, one: Org, fail_on: t.Sequence[str], ended: str) -> None:
    host = _text(one["host"])
    suite = ET.SubElement(suites, "testsuite", name=host, hostname=host, timestamp=ended.rstrip("Z"), time="0")
    properties = ET.SubElement(suite, "properties")
    for name in ("id", "name", "verdict"):
        ET.SubElement(properties, "property", name=name, value=_text(one[name]))
    if one["findings"]:
        _case(suite, host, "reached", one["findings"], FAILED, fail_on)
    for vendor in one["vendors"]:
        named = _text(f"{one['host']}.{vendor['vendor']}")
        found = vendor["findings"]
        _case(suite, named, DRIFT, [each for each in found if each["verdict"] in (DRIFT, FAILED)], DRIFT, fail_on)
        _case(suite, named, UNDECLARED, [each for each in found if each["verdict"] == UNDECLARED], UNDECLARED, fail_on)
    suite.set("tests", str(len(suite.findall("testcase"))))
    for attribute, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{element}"))))


def _case(
    suite: ET.Element, classname: str, name: str, found: Findings, verdict: str, fail_on: t.Sequence[str]
) -> None:
    case = ET.SubElement(suite, "testcase", classname=classname, name=name, time="0")
    open_ones = [one for one in found if not is_accepted(one)]
    counting = [one for one in open_ones if one["verdict"] in fail_on]
    if counting:
        broken = any(one["verdict"] == FAILED for one in counting)
        message = (
            f"{len(counting)} {'could not be looked at or put right' if broken else verdict}: {counting[0]['what']}"
        )
        told = ET.SubElement(
            case, "error" if broken else "failure", type=FAILED if broken else verdict, message=_text(message)
        )
        told.text = _text(_all(counting))
    other = [one for one in found if one not in counting]
    if other:
        ET.SubElement(case, "system-out").text = _text(_all(other))


def _all(found: Findings) -> str:
    lines = [line for one in found[:_MOST] for line in _lines(one)]
    if len(found) > _MOST:
        lines.append(f"... and {len(found) - _MOST} more, which are in audit_report")
    return "\n".join(lines)


def _lines(one: Finding) -> t.Iterator[str]:
    yield f"{one['what']}{by(one)}"
    last = one.get("changed_last")
    if last:
        yield f"  the trail says: {last['display']}"
    accepted = one.get("accepted")
    if accepted:
        yield f"  accepted until {accepted['until']}{' (expired)' if accepted['expired'] else ''}: {accepted['reason']}"
    yield f"  cure: {one['cure']}"


def _text(value: t.Any) -> str:
    return _FORBIDDEN.sub("", "" if value is None else str(value))
