# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.sfops.salesforce.plugins.modules import sf_audit_trail_info
from ansible_collections.sfops.salesforce.plugins.plugin_utils._action import InProcessAction


class ActionModule(InProcessAction):
    """Runs sf_audit_trail_info in process."""

    declaration = sf_audit_trail_info.DECLARATION
