# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records by another field than their Id. Registered last: the pattern is the widest."""

from __future__ import annotations

from . import changes, collections, composite, deploy, graph, password, query, sobjects, tooling, tree
from .relationships import delete_by, read_by, upsert
from .routes import Routes, routes

#: The resources that must be in the table before.
EARLIER = (changes, collections, composite, deploy, graph, password, query, sobjects, tooling, tree)

routes.add("/sobjects/{name}/{field}/{value:path}", GET=read_by, PATCH=upsert, DELETE=delete_by)

#: The whole table, every resource in it.
table: Routes = routes
