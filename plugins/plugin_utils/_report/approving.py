# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Making an approved plan out of a preview."""

from __future__ import annotations

import typing as t
from datetime import datetime, timedelta

from .document import FORMAT, Document, document_digest, sealed
from .times import stamp


class CannotApprove(ValueError):
    """The plan must not be approved like this; the text says why and what to do."""


def approved(
    plan: t.Mapping[str, t.Any],
    orgs: t.Sequence[str] | None,
    by: str,
    note: str,
    hours: float | None,
    now: datetime,
) -> Document:
    """The *plan* for the *orgs* alone, by host, Id or address (None: all of it), good for *hours* from *now* (None: as the plan says).

    Raises:
        CannotApprove: for what is no whole preview, orgs it does not have, or orgs of which a task could not be previewed.
    """
    if plan.get("format") != FORMAT or plan.get("digest") != document_digest(plan):
        raise CannotApprove("this is not the JSON file of change_report as it was written; take that file")
    if plan["mode"] != "preview":
        raise CannotApprove("this tells of a run that wrote; take the file of a preview")
    if not by:
        raise CannotApprove("nobody approves this; say who does")
    chosen = _chosen(plan["orgs"], orgs)
    broken = [", ".join(one["hosts"]) for one in chosen if not one["complete"]]
    if broken:
        text = f"{'; '.join(broken)} could not be previewed as a whole; preview again without failures, or approve the other orgs by name"
        raise CannotApprove(text)
    expires = plan["expires"] if hours is None else stamp(now + timedelta(hours=hours))
    if expires is not None and expires <= stamp(now):
        raise CannotApprove(f"the plan would be good until {expires}, which is over; preview again, or give it hours")
    approval = {"by": by, "on": stamp(now), "note": note}
    kept = {"orgs": chosen, "unidentified": [], "not_previewed": []}
    return sealed({**plan, **kept, "approved": approval, "expires": expires})


def _chosen(orgs: t.Sequence[dict[str, t.Any]], names: t.Sequence[str] | None) -> list[dict[str, t.Any]]:
    if names is None:
        return list(orgs)
    unknown = [name for name in names if not any(name in _names(one) for one in orgs)]
    if unknown:
        has = ", ".join(host for one in orgs for host in one["hosts"])
        raise CannotApprove(f"the plan has no org {', '.join(unknown)}; it has {has or 'none'}")
    return [one for one in orgs if set(names) & _names(one)]


def _names(org: t.Mapping[str, t.Any]) -> set[str]:
    return {str(one) for one in (org["id"], org["instance_url"], *org["hosts"]) if one}
