# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Components of the Metadata API: read whole, and elements of them replaced.

"readMetadata()" and "updateMetadata()" (Metadata API Developer Guide, API 67): one type and ten components a call.
"""

from __future__ import annotations

import typing as t

from .._access.requests import Metadata, UpdateMetadata
from .answers import Answer, bad_answer, error_of
from .bodies import Call
from .client import Client
from .errors import AnswerLost
from .metadata_shapes import shaped
from .soap import entries

COMPONENTS = 10


class Components:
    """Components of one org."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def read(self, reads: t.Sequence[Metadata]) -> t.List[t.Optional[t.Dict[str, t.Any]]]:
        """Each component, or None where the org has none of that name.

        Raises:
            SalesforceError: the org refuses to tell.
        """
        found: t.Dict[Metadata, t.Any] = {}
        for kind in dict.fromkeys(one.type for one in reads):
            wanted = list(dict.fromkeys(one for one in reads if one.type == kind))
            for start in range(0, len(wanted), COMPONENTS):
                some = wanted[start : start + COMPONENTS]
                found.update(zip(some, self._some(kind, [one.name for one in some])))
        return [found[one] for one in reads]

    def update(self, write: UpdateMetadata) -> None:
        """Replace the elements. An empty list travels as one empty element: left out, the element would stay as it is.

        Raises:
            AnswerLost: it is unknown whether it happened.
            SalesforceError: the org refuses; *code* is the component's ``statusCode``.
        """
        content = {name: {} if value == [] else value for name, value in write.content.items()}
        component = {"@xsi:type": write.type, "fullName": write.name, **content}
        answer = self._call("updateMetadata", {"metadata": component})
        results = _result(answer)
        if not (isinstance(results, dict) and results.get("success") == "true"):
            error = bad_answer(self._client.session.instance_url, answer)
            raise AnswerLost(error.message, error.cure, error.status, "ANSWER_LOST")

    def _some(self, kind: str, names: t.Sequence[str]) -> t.List[t.Optional[t.Dict[str, t.Any]]]:
        answer = self._call("readMetadata", {"type": kind, "fullNames": list(names)})
        if not isinstance(answer.body, dict) or "result" not in answer.body:
            raise bad_answer(self._client.session.instance_url, answer)
        result = _result(answer)
        records = entries(result.get("records")) if isinstance(result, dict) else []
        if len(records) != len(names):
            # What is missing is nil in its place, or left out.
            named = {str(one["fullName"]).casefold(): one for one in records if one and one.get("fullName")}
            records = [named.get(name.casefold()) for name in names]
        return [shaped(kind, one) if isinstance(one, dict) and one.get("fullName") else None for one in records]

    def _call(self, operation: str, content: t.Mapping[str, t.Any]) -> Answer:
        path = f"/services/Soap/m/{self._client.api_version}"
        answer = self._client.send("POST", path, Call(operation, content))
        if not answer.ok:
            raise error_of(answer, self._client.session.instance_url)
        return answer


def _result(answer: Answer) -> t.Any:
    return answer.body.get("result") if isinstance(answer.body, dict) else None
