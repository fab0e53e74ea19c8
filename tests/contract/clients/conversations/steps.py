# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the conversations in Python share. They run in the client's environment, where nothing of ours is installed."""

from __future__ import annotations

import json
import sys
import typing as t
from urllib.parse import urlsplit

import requests

Facts = dict[str, str]
Teller = t.Callable[[Exception], dict[str, t.Any]]


def facts() -> Facts:
    """Where the org is, under an https address, and what to call things: one JSON object on standard input."""
    found: Facts = json.load(sys.stdin)
    place = urlsplit(found["instance_url"])
    if place.scheme == "http":
        lead_to(found["instance_url"])
        found["instance_url"] = place._replace(scheme="https").geturl()
    return found


def lead_to(url: str) -> None:
    """Send what goes to https at this host to *url*: these clients cannot be told to use plain http.

    It happens below the client, where requests hands a finished request to the connection.
    """
    place = urlsplit(url)
    send = requests.adapters.HTTPAdapter.send

    def sent(adapter: requests.adapters.HTTPAdapter, request: requests.PreparedRequest, **options: t.Any) -> t.Any:
        asked = urlsplit(str(request.url))
        if asked.hostname == place.hostname:
            request.url = asked._replace(scheme=place.scheme, netloc=place.netloc).geturl()
        return send(adapter, request, **options)

    requests.adapters.HTTPAdapter.send = sent


class Conversation:
    """Takes steps and prints what came of each as a line of JSON."""

    def __init__(self, tell: Teller) -> None:
        self.tell = tell

    def step(self, name: str, take: t.Callable[[], t.Any]) -> t.Any:
        """Take a step. A refusal is told like an answer; later steps go on without it."""
        line: dict[str, t.Any] = {"step": name}
        answer = None
        try:
            answer = take()
            line["answer"] = answer
        except Exception as refusal:
            line |= self.tell(refusal)
        print(json.dumps(line, default=str), flush=True)
        return answer
