# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names are data, whatever is in them: quotes, other alphabets, wildcards, SOQL."""

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run

NASTY = [
    'O\'Neil "quoted" \\ back',
    "Zo\u00eb \u540d\u524d \U0001f916",
    "x' OR Name != 'y",
    "100% _sure_",
    "a\nb\tc",
    "{braces} @ {0} %s",
    "'; DELETE FROM User; --",
]


@pytest.mark.parametrize("text", NASTY)
def test_text_arrives_as_it_is(text: str, run: Run, production: Org) -> None:
    label = text[:80]
    result = run.task("sf_permission_set", name="Nasty", label=label, description=text)
    assert result.get("failed") is None, result["msg"]
    row = production.row("PermissionSet", Name="Nasty")
    assert (row["Label"], row["Description"]) == (label, text)
    assert run.task("sf_permission_set", name="Nasty", label=label, description=text)["changed"] is False
    held = run.task("sf_permset_assignment", users=["admin@umbra.example"], permission_sets=[label])
    assert held.get("failed") is None, held["msg"]
    assert run.task("sf_permset_assignment", users=["admin@umbra.example"], permission_sets=[label])["changed"] is False


@pytest.mark.parametrize("text", NASTY)
def test_a_name_that_is_not_there_is_not_found(text: str, run: Run, production: Org) -> None:
    production.mark()
    unknown = run.task("sf_permset_assignment", users=["admin@umbra.example"], permission_sets=[text])
    assert unknown["error"]["code"] == "NOT_FOUND"
    assert run.task("sf_permset_assignment", users=[text], permission_sets=["Sales_Reporting"])["failed"] is True
    for module in ("sf_user_info", "sf_profile_info", "sf_permission_set_info"):
        (found,) = [
            value for value in run.task(module, names=[text]).values() if isinstance(value, list) and value == []
        ][:1]
        assert found == []
    assert (
        run.task("sf_user", name="someone@umbra.example", last_name="A", email="a@b.example", profile=[text])["error"][
            "code"
        ]
        == "UNKNOWN_PROFILE"
    )
    assert not production.diff()


@pytest.mark.parametrize("text", NASTY)
def test_people_have_names(text: str, run: Run, production: Org) -> None:
    params = {
        "name": "o'neil+robot@umbra.example",
        "email": "o'neil@umbra.example",
        "last_name": text,
        "profile": ["Minimum Access - API Only Integrations"],
    }
    result = run.task("sf_user", **params)
    assert result.get("failed") is None, result["msg"]
    assert production.row("User", Username="o'neil+robot@umbra.example")["LastName"] == text
    assert run.task("sf_user", **params)["changed"] is False


def test_what_salesforce_takes_for_a_reference_is_refused_in_check_mode_too(run: Run, production: Org) -> None:
    production.mark()
    for check in (True, False):
        result = run.task("sf_permission_set", check=check, name="Reference", description="@{w0.id}")
        assert result["failed"] is True
        assert "@{" in result["msg"]
    assert not production.diff()


def test_a_profile_name_with_a_typographic_dash(run: Run, production: Org) -> None:
    name = "Robots \u2013 API only"
    params = {"name": name, "license": "Salesforce Integration"}
    run.task("sf_profile", name="Robots - API only", license="Salesforce Integration")
    assert run.task("sf_profile", **params)["changed"] is False
    assert len(production.rows("Profile", Name="Robots - API only")) == 1
    user = {"name": "r@umbra.example", "last_name": "R", "email": "r@umbra.example"}
    assert run.task("sf_user", **user, profile=[name])["record"]["profile"] == "Robots - API only"
    assert run.task("sf_profile", **params, state="absent")["changed"] is False, "only the name itself deletes"
    held = run.task("sf_profile", **{**params, "name": "Robots - API only"}, state="absent")
    assert held["error"]["code"] == "DELETE_FAILED"
    assert "r@umbra.example" in held["msg"]


def test_a_label_with_a_typographic_dash(run: Run, production: Org) -> None:
    run.task("sf_permission_set", name="Dashed", label="Robots - access")
    result = run.task("sf_permset_assignment", users=["admin@umbra.example"], permission_sets=["Robots \u2013 access"])
    assert result.get("failed") is None, result["msg"]
