# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Orgs, an installed collection, and the story that most tests read in."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import yaml

from emulated_org.start import World, running

from .runs import Ansible
from .story import Story
from .truth import Org
from .vendors import VENDORS, variables

#: Orgs of a change window.
WINDOW = ("window-approved", "window-drifted", "window-left-out")
GUIDES = Path(__file__).resolve().parents[1] / "emulated_org" / "worlds" / "guides.yml"


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[World]:
    """The orgs to follow guides in, and for each vendor one that has everything."""
    content = yaml.safe_load(GUIDES.read_text("utf-8"))
    content["orgs"] += [
        {"name": one, "like": "enterprise", "username_suffix": f".{one}"} for one in (*VENDORS, *WINDOW)
    ]
    place = tmp_path_factory.mktemp("world") / "world.yml"
    place.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with running(str(place)) as started:
        yield started


@pytest.fixture(scope="session")
def ansible(tmp_path_factory: pytest.TempPathFactory) -> Ansible:
    return Ansible(tmp_path_factory.mktemp("ansible"))


@pytest.fixture(scope="session")
def orgs(world: World) -> dict[str, Org]:
    return {facts["name"]: Org(world, facts["name"]) for facts in world.facts}


@pytest.fixture(scope="session")
def story(ansible: Ansible, orgs: dict[str, Org]) -> Story:
    """The story of every vendor's integration user, told when it is first asked for."""
    return Story(ansible, {name: orgs[name] for name in VENDORS}, {name: variables(name) for name in VENDORS})
