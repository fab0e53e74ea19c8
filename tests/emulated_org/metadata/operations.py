# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations of the Metadata API: from a SOAP element to the elements of the answer."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..errors import refuse
from . import calls, envelope, file_calls, listing, value_type
from .component import local, parse, render
from .kind import Caller

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
WRITES = {"createMetadata": "create", "updateMetadata": "update", "upsertMetadata": "upsert"}


@dataclass
class Invocation:
    """*root* is the envelope, *call* the element in its body. *parts* and *writing* are for the request log."""

    caller: Caller
    root: t.Any
    call: t.Any
    parts: list[dict[str, t.Any]] = field(default_factory=list)
    writing: bool = False

    @property
    def operation(self) -> str:
        return local(self.call)

    @property
    def together(self) -> bool:
        """Whether one failure undoes all (AllOrNoneHeader)."""
        given = next((one.text or "" for one in self.root.iter() if local(one) == "allOrNone"), "")
        return given.strip() in ("true", "1") if given else self.caller.version < calls.PARTIAL_SINCE

    def texts(self, name: str) -> list[str]:
        return [(one.text or "").strip() for one in self.call if local(one) == name]

    def text(self, name: str) -> str:
        return next(iter(self.texts(name)), "")

    def note(self, what: str, success: bool = True) -> None:
        """A part for the request log."""
        self.parts.append({"method": self.operation, "url": what, "query": {}, "status": 200 if success else 400})


def _read(asked: Invocation) -> str:
    kind, names = asked.text("type"), asked.texts("fullNames")
    found = calls.read(asked.caller, kind, names)
    for name in names:
        asked.note(f"{kind}/{name}")
    records = "".join(
        '<records xsi:nil="true"/>' if one is None else f'<records xsi:type="{kind}">{render(kind, one)}</records>'
        for one in found
    )
    return f"<result>{records}</result>"


def _save(asked: Invocation) -> str:
    asked.writing = True
    kinds, components = [], []
    for one in asked.call:
        if local(one) == "metadata":
            kinds.append(str(one.get(TYPE, "")).rsplit(":", 1)[-1])
            calls.kind_of(kinds[-1])
            components.append(parse(one, kinds[-1], asked.caller.version))
    if len(set(kinds)) != 1:
        raise refuse("metadata_mixed")
    operation = WRITES[asked.operation]
    return _saved(asked, kinds[0], calls.save(asked.caller, operation, kinds[0], components, asked.together))


def _delete(asked: Invocation) -> str:
    asked.writing = True
    kind = asked.text("type")
    return _saved(asked, kind, calls.delete(asked.caller, kind, asked.texts("fullNames"), asked.together))


def _rename(asked: Invocation) -> str:
    asked.writing = True
    kind = asked.text("type")
    names = asked.text("oldFullName"), asked.text("newFullName")
    return _saved(asked, kind, [calls.rename(asked.caller, kind, *names)])


def _saved(asked: Invocation, kind: str, results: t.Sequence[calls.Result]) -> str:
    for one in results:
        asked.note(f"{kind}/{one.full_name}", not one.errors)
    return "".join(envelope.saved(one) for one in results)


def _list(asked: Invocation) -> str:
    queries = [one for one in asked.call if local(one) == "queries"]
    kinds = [(one.text or "").strip() for query in queries for one in query if local(one) == "type"]
    return listing.listing(asked.caller, kinds)


def _describe(asked: Invocation) -> str:
    return listing.describe()


def _describe_type(asked: Invocation) -> str:
    return value_type.describe(asked.text("type"))


def _deploy(asked: Invocation) -> str:
    job = file_calls.deploy(asked.caller, asked.call)
    asked.writing = not job.options.check_only
    return file_calls.begun(job)


def _deploy_validated(asked: Invocation) -> str:
    asked.writing = True
    return f"<result>{file_calls.deploy_validated(asked.caller, asked.text('validationId')).id}</result>"


def _cancel(asked: Invocation) -> str:
    asked.writing = True
    job = file_calls.cancel(asked.caller, asked.text("String"))
    return f"<result><done>{str(job.done).lower()}</done><id>{job.id}</id></result>"


def _check_deploy(asked: Invocation) -> str:
    return file_calls.check_deploy(asked.caller, asked.text("asyncProcessId"), asked.text("includeDetails"))


def _retrieve(asked: Invocation) -> str:
    return file_calls.begun(file_calls.retrieve(asked.caller, asked.call))


def _check_retrieve(asked: Invocation) -> str:
    return file_calls.check_retrieve(asked.caller, asked.text("asyncProcessId"), asked.text("includeZip"))


def _check(asked: Invocation) -> str:
    """The guide calls checkStatus removed since 31.0; CumulusCI 4.10 retrieves with it at every current version."""
    return file_calls.check(asked.caller, asked.text("asyncProcessId"))


OPERATIONS: dict[str, t.Callable[[Invocation], str]] = {
    "readMetadata": _read,
    "listMetadata": _list,
    "describeMetadata": _describe,
    "describeValueType": _describe_type,
    "renameMetadata": _rename,
    **dict.fromkeys(WRITES, _save),
    "deleteMetadata": _delete,
    "deploy": _deploy,
    "deployRecentValidation": _deploy_validated,
    "cancelDeploy": _cancel,
    "checkDeployStatus": _check_deploy,
    "retrieve": _retrieve,
    "checkRetrieveStatus": _check_retrieve,
    "checkStatus": _check,
}
