# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records by another field than their Id. Registered last: the pattern is the widest."""

from __future__ import annotations

from .routes import routes
from .sobjects import delete_by, read_by, upsert

routes.add("/sobjects/{name}/{field}/{value:path}", GET=read_by, PATCH=upsert, DELETE=delete_by)
