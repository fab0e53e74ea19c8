# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Writes that go alone: no composite takes them."""

from __future__ import annotations

import typing as t

from .._access.requests import Await, Job, Ref, RevokeToken, SetPassword, UpdateMetadata
from .answers import error_of
from .bodies import Form
from .client import Client
from .jobs import Jobs
from .metadata import Components
from .waiting import Waits

Single = t.Union[UpdateMetadata, Job, SetPassword, RevokeToken, Await]
SINGLES = (UpdateMetadata, Job, SetPassword, RevokeToken, Await)


class Singles:
    """Sends single writes to one org."""

    def __init__(self, client: Client, components: Components, jobs: Jobs, waits: Waits) -> None:
        self._client = client
        self._components = components
        self._jobs = jobs
        self._waits = waits

    def send(self, write: Single, named: t.Mapping[str, str]) -> t.Optional[str]:
        """Carry it out and return the Id of the record it was about; *named* has the Ids that references stand for.

        Raises:
            AnswerLost: it is unknown whether it happened.
            SalesforceError: Salesforce refused.
        """
        if isinstance(write, UpdateMetadata):
            self._components.update(write)
            return None
        if isinstance(write, Job):
            fields = {name: named[one.name] if isinstance(one, Ref) else one for name, one in write.fields.items()}
            return self._jobs.run(write, fields)
        if isinstance(write, Await):
            return self._waits.until(write, named[write.id.name] if isinstance(write.id, Ref) else write.id)
        if isinstance(write, SetPassword):
            user = named[write.user.name] if isinstance(write.user, Ref) else write.user
            # "sObject User Password" (REST API Developer Guide, API 67).
            self._post(f"{self._client.base}/sobjects/User/{user}/password", {"NewPassword": write.password})
            return user
        # "Revoke OAuth Tokens" (Salesforce Help); in the body, because addresses are logged on the way.
        self._post("/services/oauth2/revoke", Form((("token", write.token),)))
        return write.id

    def _post(self, path: str, body: t.Any) -> None:
        answer = self._client.send("POST", path, body)
        if not answer.ok:
            raise error_of(answer, self._client.session.instance_url)
