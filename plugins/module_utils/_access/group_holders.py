# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The users who have a permission set group, and whether they may have what comes into it."""

from __future__ import annotations

import typing as t

from .assignment_licenses import Content, Licenses
from .assignments import users_query
from .refusal import Findings
from .requests import Query, Read, Where
from .resource import Known, Record
from .set_names import api_name


class Holders:
    """The users who have the group that *owner* describes; *option* names what comes into it."""

    def __init__(self, owner: tuple[Where, ...], option: str) -> None:
        self._option = option
        self.query = Query("PermissionSetAssignment", ("Id", "Assignee.Username"), owner, order_by="Assignee.Username")

    def names(self, known: Known) -> list[str]:
        return [row["Assignee"]["Username"].lower() for row in known.records(self.query)]

    def reads(self, known: Known, added: t.Sequence[Record]) -> list[Read]:
        """What has to be known of the users before *added* comes into the group."""
        names = self.names(known)
        if not names or not added:
            return []
        users, licenses = users_query(names), Licenses(names, self._option)
        reads: list[Read] = [users, licenses.query]
        if all(one in known for one in reads) and any(
            licenses.limits_content(known, one) for one in known.records(users)
        ):
            reads += self._content(added).queries
        return reads

    def check(self, known: Known, group: str, added: t.Sequence[Record], findings: Findings) -> None:
        """Add a finding for every user whose licences do not allow a set that comes into the group."""
        names = self.names(known)
        if not names or not added:
            return
        licenses, content = Licenses(names, self._option), self._content(added)
        for user in known.records(users_query(names)):
            for one in added:
                what = f"{group} with {api_name(one)} in it"
                licenses.check(known, user, one, what, content.beyond(known, one), findings)

    @staticmethod
    def _content(added: t.Sequence[Record]) -> Content:
        return Content(str(one["Name"]) for one in added)
