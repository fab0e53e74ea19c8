# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start emulated orgs for the length of a job, talk to their test side, and stop them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import typing as t
import urllib.request

from .environment import CACHE, with_packages

#: What an org says about itself when it is ready, see ``python3 dev.py org --help``.
Org = t.Dict[str, t.Any]
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10


class OrgsDidNotStart(Exception):
    """The text says where to look."""


@contextlib.contextmanager
def running_orgs(name: str, count: int, *options: str) -> t.Iterator[list[Org]]:
    """Serve *count* emulated orgs, and stop them whatever happens. Their own log is named after the job."""
    log = CACHE / "logs" / f"{name}-orgs.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "emulated_org", *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            stdin=subprocess.DEVNULL,
            env=with_packages(os.environ),
            text=True,
        )
        try:
            orgs = announced(process, count)
            if len(orgs) < count:
                end = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-10:])
                raise OrgsDidNotStart(
                    f"the emulated orgs did not start ({len(orgs)} of {count}). The end of {log}:\n{end}"
                )
            yield orgs
        finally:
            stop(process)


def announced(process: subprocess.Popen[str], count: int) -> list[Org]:
    """Return what the orgs say about themselves, one line each; fewer than *count* when they end or take too long."""
    late = threading.Timer(SECONDS_TO_START, process.kill)
    late.daemon = True
    late.start()
    orgs: list[Org] = []
    for line in process.stdout or ():
        orgs.append(json.loads(line))
        if len(orgs) == count:
            break
    late.cancel()
    return orgs


def stop(process: subprocess.Popen[str]) -> None:
    """End the process, kindly at first."""
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def control(org: Org, method: str, path: str) -> t.Any:
    """Ask the org's test side. It answers with JSON, or with nothing."""
    request = urllib.request.Request(str(org["control_url"]).rstrip("/") + path, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        body = answer.read()
    return json.loads(body) if body else None
