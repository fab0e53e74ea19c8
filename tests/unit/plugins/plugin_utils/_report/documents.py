# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents of runs, written down by hand."""

from __future__ import annotations

import typing as t

from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.document import sealed

Given = t.Dict[str, t.Any]

#: Names as somebody would choose them who wants a report to say or do something else.
HOSTILE = (
    "<script>alert(1)</script>",
    "</details></section><h1>Approved</h1>",
    "<img src=x onerror=alert(1)>",
    "a | b | c",
    "`code` *bold* _it_ [link](https://evil.example) ~~gone~~",
    "@everyone and @alice",
    "two\nlines\r\n# heading",
    "\u202eevil\u202c \x00\x07",
    "</style><style>body{display:none}</style>",
    "{{ 7 * 7 }}{% raw %}",
    '" onmouseover="alert(1)',
)


def change(verb: str, kind: str, key: str, before: t.Any = None, after: t.Any = None, **more: str) -> Given:
    return {"verb": verb, "kind": kind, "key": key, "before": before, "after": after, **more}


def task(*changes: Given, **told: t.Any) -> Given:
    return {
        "module": "sf_permission_set",
        "task": "Create or update the permission sets",
        "host": "production",
        "vendor": "conversion",
        "subject": "permission set Conversion_Integration",
        "parameters": {},
        "status": "ok",
        "preview": True,
        "changed": bool(changes),
        "changes": list(changes),
        "unmanaged": [],
        "warnings": [],
        "access": {},
        "error": None,
        "message": None,
        **told,
    }


def org(name: str, *tasks: Given, **told: t.Any) -> Given:
    return {
        "id": "00D000000000001EAA",
        "instance_url": f"https://{name}.my.salesforce.com",
        "hosts": [name],
        "mode": "preview",
        "complete": True,
        "requests": {"reads": 7, "writes": 0, "daily_limit": {"used": 12, "max": 100000, "remaining": 99988}},
        "tasks": list(tasks),
        "not_previewed": [],
        **told,
    }


def document(*orgs: Given, **told: t.Any) -> Given:
    return sealed(
        {
            "format": "sfops.salesforce.changes",
            "version": 1,
            "mode": "preview",
            "playbook": "site.yml",
            "started": "2026-11-28T17:43:17Z",
            "ended": "2026-11-28T17:51:02Z",
            "by": "alice",
            "versions": {"ansible_core": "2.21.0", "collection": "1.0.0", "python": "3.12.3"},
            "expires": None,
            "approved": None,
            "applied_plan": None,
            "orgs": list(orgs),
            "unidentified": [],
            "not_previewed": [],
            **told,
        }
    )


def everything(*names: str) -> Given:
    """A task with something of every effect."""
    return task(
        change(
            "create", "permission_set", "Conversion_Integration", None, {"label": "Conversion", "license": "Salesforce"}
        ),
        change("grant", "system_permission", "ApiEnabled", False, True, label="API Enabled"),
        change("grant", "system_permission", "ModifyAllData", False, True, label="Modify All Data"),
        change("grant", "object_permission", "Account", ["read"], ["read", "create", "edit"], label="Account"),
        change("grant", "object_permission", "Lead", [], ["read", "view_all"], label="Lead"),
        change("revoke", "object_permission", "Case", ["delete"], ["read"], label="Case"),
        change("grant", "field_permission", "Account.Industry", None, "edit", label="Industry"),
        change("grant", "field_permission", "Account.Fax", None, "read", label="Account Fax"),
        change("revoke", "field_permission", "Contact.Phone", "edit", "read", label="Business Phone"),
        change("revoke", "field_permission", "Contact.Email", "read", None, label="Email"),
        change("assign", "permission_set", "bot@acme.example: Conversion_Integration", None, "Conversion_Integration"),
        change("update", "user", "email", "old@acme.example", "new@acme.example"),
        change("grant", "tab", "standard-Lead", None, "visible", label="Leads"),
        *(change("grant", "custom_permission", name, None, True) for name in names),
    )


def hostile() -> Given:
    """A run in which everything that an org or a playbook names is chosen to do harm."""
    tasks = [
        task(
            change("create", "user", name, None, {"profile": name, name: name}),
            change("grant", "object_permission", name, [], ["read", name], label=name, implied_by=name),
            change("grant", "field_permission", f"{name}.{name}", None, "edit", label=name),
            change("revoke", "system_permission", name, True, False, label=name),
            change("update", "user", "title", name, name),
            vendor=name,
            subject=name,
            task=name,
            status="failed",
            message=name,
            warnings=[name],
            unmanaged=[{"kind": "tab", "key": name, "value": name}],
            access={"missing": [{"kind": name, "key": name}], "extra": [{"kind": "tab", "key": name, "value": [name]}]},
        )
        for name in HOSTILE
    ]
    lost = [{"host": name, "task": name, "module": name, "reason": name} for name in HOSTILE]
    unknown = [{"host": name, "task": name, "vendor": name, "message": name, "error": None} for name in HOSTILE]
    orgs = [org(name, *tasks, not_previewed=lost, complete=False, id=name) for name in HOSTILE]
    approved = {"by": HOSTILE[0], "on": HOSTILE[1], "note": HOSTILE[2]}
    told = {
        "by": HOSTILE[0],
        "playbook": HOSTILE[1],
        "approved": approved,
        "not_previewed": lost,
        "unidentified": unknown,
    }
    return document(*orgs, **told)
