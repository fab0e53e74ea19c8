# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Slips of the pen in the names of a role's variables."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ansible_collections.sfops.salesforce.plugins.filter.mistyped import mistyped

ROLES = Path(__file__).resolve().parents[4] / "roles"
VENDORS = ("classy", "conversion", "insideview", "mutiny", "salesscreen")


def options(vendor: str) -> list[str]:
    content = yaml.safe_load((ROLES / vendor / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    return list(content["argument_specs"]["main"]["options"])


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("mutiny_acess", "access"),
        ("mutiny_user_name", "username"),
        ("mutiny_licence", "license"),
        ("mutiny_emial", "email"),
    ],
)
def test_a_slip(name: str, meant: str) -> None:
    assert mistyped([name], options("mutiny"), "mutiny_") == [f"{name} (did you mean mutiny_{meant}?)"]


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_name_of_a_role_is_taken_for_a_slip_of_another(vendor: str) -> None:
    own = (ROLES / vendor / "defaults" / "main.yml").read_text(encoding="utf-8").splitlines()
    names = [one.partition(":")[0] for one in own if one.startswith(f"{vendor}_")]
    assert names
    assert not mistyped([*names, f"{vendor}_described", f"{vendor}_app_key_file"], options(vendor), f"{vendor}_")
