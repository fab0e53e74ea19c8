# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every org of every world, and the story of its adoption."""

from __future__ import annotations

import contextlib
import typing as t
from pathlib import Path

import pytest
import yaml

from emulated_org.start import running
from emulated_org.world import generated
from guides.runs import Ansible
from guides.truth import Org

from .story import Story

WORLDS = Path(__file__).resolve().parents[1] / "emulated_org" / "worlds"


@pytest.fixture(scope="session")
def orgs(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[dict[str, Org]]:
    """The orgs by world and name, as an inventory calls them."""
    with contextlib.ExitStack() as stack:
        found = {}
        for file in sorted(WORLDS.glob("*.yml")):
            world = stack.enter_context(running(grown(file, tmp_path_factory.mktemp("world") / file.name)))
            found.update({f"{file.stem}-{facts['name']}": Org(world, facts["name"]) for facts in world.facts})
        yield found


def grown(file: Path, place: Path) -> str:
    """A world in which orgs of generated objects have a permission set that reads all of them."""
    content = yaml.safe_load(file.read_text("utf-8"))
    for org in content["orgs"]:
        made = generated.objects(org.get("generated_objects"))
        fields = {f"{one['name']}.{field['name']}": "R" for one in made for field in one["fields"]}
        whole = {"name": "Everything", "objects": {one["name"]: "R" for one in made}, "fields": fields}
        if made:
            org.setdefault("permission_sets", []).append({**whole, "assigned": [org["users"][0]["Username"]]})
    place.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return str(place)


@pytest.fixture(scope="session")
def story(orgs: dict[str, Org], tmp_path_factory: pytest.TempPathFactory) -> Story:
    """What is done to the orgs, told when it is first asked for."""
    return Story(Ansible(tmp_path_factory.mktemp("ansible")), orgs, tmp_path_factory.mktemp("inventory"))
