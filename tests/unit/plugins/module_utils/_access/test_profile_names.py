# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.profile_names import full_name, full_names


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("System Administrator", "Admin"),
        ("standard user", "Standard"),
        ("Custom: Sales Profile", "Custom%3A Sales Profile"),
        ("Work.com Only User", "Work%2Ecom Only User"),
        ("R&D (EU) 100%", "R%26D %28EU%29 100%25"),
        ("Integration - Read_Only 2", "Integration - Read_Only 2"),
        ("Zo\u00eb's Profil", "Zo\u00eb%27s Profil"),
    ],
)
def test_the_full_name_of_a_profile(name: str, full: str) -> None:
    assert full_name(name) == full


def test_a_profile_may_have_one_of_several_full_names() -> None:
    assert full_names("Read Only") == ("ReadOnly", "Read Only")
    assert full_names("Minimum Access \u2013 API Only Integrations")[-1] == "Minimum Access - API Only Integrations"
    assert full_names("A.B") == ("A%2EB", "A.B")
