# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Components of the Metadata API whose elements are laid over what is there instead of replacing it."""

from __future__ import annotations

import typing as t

Component = t.Mapping[str, t.Any]

#: Elements of a profile that are rows, and what tells one row from another: "Profile" (Metadata API Developer Guide). A row that is
#: not named stays as it is.
_ROWS: t.Mapping[str, t.Mapping[str, str]] = {
    "Profile": {
        "applicationVisibilities": "application",
        "classAccesses": "apexClass",
        "customMetadataTypeAccesses": "name",
        "customPermissions": "name",
        "customSettingAccesses": "name",
        "externalDataSourceAccesses": "externalDataSource",
        "fieldPermissions": "field",
        "flowAccesses": "flow",
        "objectPermissions": "object",
        "pageAccesses": "apexPage",
        "recordTypeVisibilities": "recordType",
        "tabVisibilities": "tab",
        "userPermissions": "name",
    }
}


def updated(kind: str, before: Component, content: Component) -> dict[str, t.Any]:
    """A component after its elements in *content* were updated; an element that is None is gone."""
    rows = _ROWS.get(kind, {})
    after = dict(before)
    for element, value in content.items():
        key = rows.get(element)
        after[element] = value if key is None else _overlaid(key, before.get(element) or (), value or ())
    return after


def _overlaid(key: str, before: t.Iterable[Component], rows: t.Iterable[Component]) -> list[Component]:
    found = {str(row.get(key)).casefold(): row for row in before}
    for row in rows:
        place = str(row.get(key)).casefold()
        found[place] = {**found.get(place, {}), **row}
    return list(found.values())
