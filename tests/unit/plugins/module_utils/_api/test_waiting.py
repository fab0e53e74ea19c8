# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for what the org does by itself."""

from __future__ import annotations

import typing as t
from urllib.parse import unquote

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Await, Create, Write
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import SalesforceError
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import Reply, Server
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.test_singles import told
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.test_writing import carried_out

GROUP = "0PG000000000001AAA"
UPDATED = Await("PermissionSetGroup", GROUP, "Status", "Updated", "group Sales", ("Failed",), timeout=20, interval=5)


def status(*values: str) -> list[Reply]:
    return [Reply(200, {"done": True, "records": [{"Id": GROUP, "Status": one}]}) for one in values]


def refused(server: Server, *values: str) -> SalesforceError:
    server.script = [*status(*values)]
    with pytest.raises(SalesforceError) as caught:
        told(server)[0].write([UPDATED])
    return caught.value


def test_what_is_there_already_takes_one_look(server: Server) -> None:
    server.script = [*status("Updated")]
    org, shown, slept = told(server)
    assert org.write([UPDATED]) == ([GROUP], None)
    assert (shown, slept) == ([], [])
    assert org.requests == {"reads": 1, "writes": 0, "signed_in": False}


def test_what_follows_comes_after(server: Server) -> None:
    server.script = [*status("Outdated", *["Updating"] * 4, "Updated"), carried_out]
    org, shown, slept = told(server)
    writes: list[Write] = [UPDATED, Create("PermissionSetAssignment", {"PermissionSetGroupId": GROUP})]
    ids, _read = org.write(writes)
    assert ids[0] == GROUP
    assert slept == [1, 1, 2, 4, 5]
    assert shown[0] == "Status of group Sales is Outdated; waiting at most 20 seconds for Updated"
    assert [one.method for one in server.asked] == [*["GET"] * 6, "POST"]
    assert f"WHERE Id = '{GROUP}'" in unquote(server.asked[0].path)


@pytest.mark.parametrize(
    ("values", "code", "said"),
    [
        (["Updating"] * 7, "WAIT_TIMEOUT", "Status of group Sales is Updating, not Updated, after 18 seconds"),
        (["Updating", "Failed"], "WAIT_HOPELESS", "and does not become Updated by itself"),
        ([], "ENTITY_IS_DELETED", "group Sales is gone"),
    ],
)
def test_waiting_in_vain(server: Server, values: list[str], code: str, said: str) -> None:
    if not values:
        server.otherwise = lambda _asked: Reply(200, {"done": True, "records": []})
    error = refused(server, *values)
    assert (error.code, error.index, error.committed) == (code, 0, 0)
    assert said in error.message


def test_nothing_is_written_where_waiting_was_in_vain(server: Server) -> None:
    server.script = [*status("Failed")]
    writes: list[t.Any] = [UPDATED, Create("PermissionSetAssignment", {"PermissionSetGroupId": GROUP})]
    with pytest.raises(SalesforceError):
        told(server)[0].write(writes)
    assert len(server.asked) == 1
