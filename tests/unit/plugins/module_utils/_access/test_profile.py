# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans of profiles in a small org: what cannot be seen, what an org does not keep, what it refuses a copy."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.profile import Profile
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Update, UpdateMetadata, Write
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.engine import NotKept, execute
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.memory_org import (
    Lost,
    MemoryOrg,
    Record,
    Refused,
)

READ = {"object": "Account", "permissions": ["read"]}
COPY: worlds.Task = ("profile", {"name": "Copy", "clone_from": "Model"})


class Picky(MemoryOrg):
    """An org that drops, or refuses, parts of components that say what it does not like."""

    def __init__(self) -> None:
        super().__init__()
        self.drops: tuple[str, str] = ("", "")
        self.refuses: tuple[str, str] = ("", "")

    def write(
        self, writes: t.Sequence[Write], then: t.Sequence[t.Any] = ()
    ) -> tuple[list[str | None], list[t.Any] | None]:
        return super().write([self._taken(one) for one in writes], then)

    def _taken(self, write: Write) -> Write:
        said = write.content if isinstance(write, UpdateMetadata) else write.fields if isinstance(write, Update) else {}
        if self.refuses[0] and self.refuses[0] in str(said).replace("Permissions", ""):
            raise Refused(self.refuses[1])
        if not isinstance(write, UpdateMetadata):
            return write
        content = {
            element: [one for one in entries if element != self.drops[0] or self.drops[1] not in one.values()]
            for element, entries in write.content.items()
        }
        return UpdateMetadata(write.type, write.name, content)


@pytest.fixture
def org() -> Picky:
    """A world with a profile that holds something of several kinds."""
    made = t.cast(Picky, worlds.world())
    made.__class__, made.drops, made.refuses = Picky, ("", ""), ("", "")
    model = {
        "name": "Model",
        "license": "Salesforce",
        "system_permissions": ["ApiEnabled"],
        "object_permissions": [READ],
        "field_permissions": [{"object": "Account", "edit": ["Industry"], "read": ["Phone"]}],
        "tabs": ["Account"],
    }
    worlds.apply(("profile", model), made)
    return made


def cloned(org: MemoryOrg) -> tuple[list[str], list[Record], list[str]]:
    """The changes of the copy, what it was not given, and the warnings."""
    outcome = execute(Profile({"state": "present", **COPY[1]}), org, None, Lost)
    missing = [one for one in outcome.extra["not_copied"] if one["key"]]
    return worlds.words(outcome), missing, outcome.warnings


@pytest.mark.parametrize("hidden", ["Model", "Copy"])
def test_what_cannot_be_seen_is_not_judged(org: Picky, hidden: str) -> None:
    worlds.apply(COPY, org)
    profile = org.only("Profile", Name=hidden)
    del org.tables["PermissionSet"][org.only("PermissionSet", ProfileId=profile["Id"])["Id"]]
    with pytest.raises(Refusal, match=f"cannot see what profile {hidden} holds; give the user View Setup"):
        worlds.apply(COPY, org)


@pytest.mark.parametrize(
    ("element", "value", "kind", "key"),
    [
        ("userPermissions", "ApiEnabled", "system_permission", "ApiEnabled"),
        ("objectPermissions", "Account", "object_permission", "Account read"),
        ("fieldPermissions", "Account.Phone", "field_permission", "Account.Phone"),
        ("tabVisibilities", "standard-Account", "tab", "standard-Account"),
    ],
)
def test_what_the_org_does_not_keep_of_a_copy_is_told(
    org: Picky, element: str, value: str, kind: str, key: str
) -> None:
    org.drops = (element, value)
    changes, missing, warnings = cloned(org)
    assert [(one["kind"], one["key"]) for one in missing] == [(kind, key)]
    assert not [one for one in changes if one == f"grant {kind.replace('_', ' ')} {value}"]
    assert f"{key} of Model is not copied: Salesforce reported success and did not keep it" in warnings[0]


def test_what_is_declared_has_to_be_kept(org: Picky) -> None:
    org.drops = ("tabVisibilities", "standard-Account")
    with pytest.raises(NotKept, match="grant tab standard-Account"):
        worlds.apply(("profile", {"name": "Other", "license": "Salesforce", "tabs": ["Account"]}), org)


@pytest.mark.parametrize(
    ("part", "message", "kind", "key"),
    [
        (
            "'ApiEnabled'",
            "The user license doesn't allow the permission: API Enabled",
            "system_permission",
            "ApiEnabled",
        ),
        ("'ApiEnabled'", "Unknown user permission: ApiEnabled", "system_permission", "ApiEnabled"),
        (
            "'Account'",
            "You may not turn on permission Read Account for this License Type",
            "object_permission",
            "Account read",
        ),
        (
            "'standard-Account'",
            "You can't edit tab settings for standard-Account, as it's not a valid tab.",
            "tab",
            "standard-Account",
        ),
        (
            "'Account.Phone'",
            "You cannot deploy to a required field: Account.Phone",
            "field_permission",
            "Account.Phone",
        ),
    ],
)
def test_what_the_org_refuses_a_copy_is_left_out(org: Picky, part: str, message: str, kind: str, key: str) -> None:
    org.refuses = (part, message)
    _changes, missing, warnings = cloned(org)
    assert missing == [{"kind": kind, "key": key, "reason": message}]
    assert message in warnings[0]
    # A second run writes nothing that lasts, and finds nothing else to do.
    before = org.snapshot()
    assert cloned(org)[0] == []
    assert org.tables == before
