# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The org a conversation is held with: an emulated one, or a sandbox of Salesforce that the environment names."""

from __future__ import annotations

import os
import secrets
import typing as t
from dataclasses import asdict, dataclass

import requests

VERSION = "64.0"
URL, TOKEN = "CONTRACT_INSTANCE_URL", "CONTRACT_ACCESS_TOKEN"


@dataclass
class Target:
    """Where it is, who asks, and *mark*, with which the names of everything made there begin."""

    instance_url: str
    access_token: str
    org_id: str
    user_id: str
    username: str
    mark: str
    version: str = VERSION

    def facts(self) -> dict[str, str]:
        """As a conversation in another process reads it from its standard input: arguments would show the token."""
        return asdict(self)


def sandbox() -> Target | None:
    """Return the sandbox that CONTRACT_INSTANCE_URL and CONTRACT_ACCESS_TOKEN name, or None when they are not set.

    Raise ValueError for a production org: conversations make users, and users cannot be deleted.
    """
    url, token = os.environ.get(URL, "").rstrip("/"), os.environ.get(TOKEN, "")
    if not (url and token):
        return None
    target = described(url, token, fresh())
    question = {"q": "SELECT IsSandbox FROM Organization"}
    answer = asked(target.instance_url, f"/services/data/v{VERSION}/query", token, question)
    if not answer["records"][0]["IsSandbox"]:
        raise ValueError(f"{URL} names a production org; conversations are for sandboxes and scratch orgs")
    return target


def fresh() -> str:
    """Return a mark that nothing in the org begins with. An alias has room for eight characters."""
    return "Ct" + secrets.token_hex(3)


def described(url: str, token: str, mark: str) -> Target:
    """Return the target at *url*, with what it says about the owner of *token*."""
    who = asked(url, "/services/oauth2/userinfo", token)
    return Target(url, token, who["organization_id"], who["user_id"], who["preferred_username"], mark)


def asked(url: str, path: str, token: str, question: dict[str, str] | None = None) -> dict[str, t.Any]:
    answer = requests.get(url + path, headers={"Authorization": f"Bearer {token}"}, params=question, timeout=60)
    answer.raise_for_status()
    return t.cast("dict[str, t.Any]", answer.json())
