# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulated org itself: how fast it starts and answers, and what many of them need."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import statistics
import subprocess
import time
import typing as t
from pathlib import Path
from urllib.parse import quote, urlsplit

from .orgs import Facts, emulated, process
from .tables import show

STARTS = 5
CLIENTS = 2
SECONDS = 4.0
ORGS = 200
DATA = "/services/data/v66.0"
#: What is asked, by name; each by every client over a connection of its own that stays open.
REQUESTS = {
    "query by Id": f"{DATA}/query?q=" + quote("SELECT Id, Username, IsActive FROM User WHERE Id = '{user}'"),
    "GET of one record": f"{DATA}/sobjects/User/{{user}}?fields=Id,Username,IsActive,ProfileId",
    "GET of one record, all fields": f"{DATA}/sobjects/User/{{user}}",
    "limits": f"{DATA}/limits",
}


def measure() -> None:
    """Print the tables."""
    _starts()
    _answers()
    _many()


def _resident(running: subprocess.Popen[str]) -> float:
    """Memory of a process in megabytes, as Linux tells it; 0 elsewhere."""
    file = Path(f"/proc/{running.pid}/status")
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _started(world: str, count: int) -> tuple[float, float, float]:
    """Seconds to the first and the last line of JSON, and megabytes then."""
    began = time.monotonic()
    with process("emulated_org", "--world", world, "--count", str(count)) as running:
        assert running.stdout is not None
        running.stdout.readline()
        first = time.monotonic() - began
        for _number in range(count - 1):
            running.stdout.readline()
        return first, time.monotonic() - began, _resident(running)


def _starts() -> None:
    table: list[list[t.Any]] = []
    for world in ("default", "guides"):
        found = [_started(world, 1) for _number in range(STARTS)]
        seconds = [first for first, _last, _memory in found]
        table.append([world, min(seconds), statistics.median(seconds), statistics.median(one[2] for one in found)])
    header = ["world", "fastest, s", "median, s", "MB"]
    note = "To reach: under a second. Python keeps compiled modules unless PYTHONDONTWRITEBYTECODE is set; the first start makes them."
    show(f"One org: from the start of the process to its line of JSON, {STARTS} times", header, _precise(table), note)


def _precise(table: list[list[t.Any]]) -> list[list[t.Any]]:
    return [[f"{one:.2f}" if isinstance(one, float) and one < 10 else one for one in row] for row in table]


def _ask(facts: Facts, path: str, seconds: float) -> int:
    """Ask again and again over one connection; returns how often it was answered. Raises RuntimeError for a refusal."""
    place = urlsplit(facts["instance_url"])
    connection = http.client.HTTPConnection(str(place.hostname), place.port)
    headers = {"Authorization": f"Bearer {facts['access_token']}"}
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
        done += 1
    connection.close()
    return done


def _user(facts: Facts) -> str:
    """Id of the org's first user."""
    place = urlsplit(facts["instance_url"])
    connection = http.client.HTTPConnection(str(place.hostname), place.port)
    text = quote(f"SELECT Id FROM User WHERE Username = '{facts['username']}'")
    connection.request("GET", f"{DATA}/query?q={text}", headers={"Authorization": f"Bearer {facts['access_token']}"})
    found = str(json.load(connection.getresponse())["records"][0]["Id"])
    connection.close()
    return found


def _answers() -> None:
    table: list[list[t.Any]] = []
    with emulated("default", 1) as orgs, multiprocessing.get_context("spawn").Pool(CLIENTS) as pool:
        user = _user(orgs[0])
        for name, path in REQUESTS.items():
            asked = path.replace("%7Buser%7D", user).replace("{user}", user)
            pool.starmap(_ask, [(orgs[0], asked, 0.5)] * CLIENTS)
            began = time.monotonic()
            done = sum(pool.starmap(_ask, [(orgs[0], asked, SECONDS)] * CLIENTS))
            table.append([name, done / (time.monotonic() - began), os.getloadavg()[0]])
    note = "Server and clients share the processors. To reach: 500."
    show(f"Requests per second to one org, {CLIENTS} clients", ["request", "per second", "load"], table, note)


def _many() -> None:
    first, last, memory = _started("default", ORGS)
    header = ["orgs", "first line, s", "last line, s", "MB"]
    show(f"{ORGS} orgs in one process", header, [[ORGS, first, last, memory]], "To reach: under 1000 MB.")
