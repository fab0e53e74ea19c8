# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run every gate, two at a time, each as a nox session of its own; say what happened in one line each."""

from __future__ import annotations

import argparse
import json
import os
import queue
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
import typing as t
from dataclasses import dataclass, field

from .environment import CACHE, ROOT
from .pythons import TESTED

LOGS = CACHE / "logs"
SIDE_BY_SIDE = 2
HEARTBEAT = 30
#: What others would disturb.
ALONE = {"benchmark"}
#: Lines of a log that tell of something which was not tested, although the session passed.
UNTESTED = re.compile(r"^(?:WARNING: )?(Skipping .* because .*|.*Required program .* not found.*|SKIPPED \[\d+\] .*)$")


@dataclass
class Gate:
    """One nox session with its arguments, and what became of it."""

    name: str
    arguments: tuple[str, ...] = ()
    outcome: str = ""
    seconds: float = 0.0
    reason: str = ""
    untested: list[str] = field(default_factory=list)

    @property
    def log_name(self) -> str:
        """The session's name as a file name."""
        return re.sub(r"[^a-z0-9.]+", "-", self.name).strip("-")


def gates(fast: bool) -> list[Gate]:
    """Return the gates to run, the slow ones first. The plugins' unit tests run on every core, or once when it has to be fast."""
    found = [Gate(f"{name}({core})") for name in ("integration", "units", "sanity") for core in TESTED]
    found += [
        Gate("guides"),
        Gate("adoption"),
        Gate("contract"),
        Gate("molecule"),
        Gate("exactness"),
        Gate("demo"),
        Gate("report"),
        Gate("build-import-check"),
        Gate("docs"),
        Gate("docs-check"),
    ]
    quick = ["typing", "ansible-lint", "formatters", "codeqa", "yamllint", "antsibull-nox-config", "extra-checks"]
    quick += ["license-check", "changelog", "structure"]
    unit = Gate("unit") if fast else Gate("unit", ("tests/unit/emulated_org",))
    # The fleet of fifty orgs takes long and has its own command: nox -s benchmark
    last = [Gate("benchmark", ("overhead", "requests"))]
    return [*([] if fast else found), unit, *map(Gate, quick), *([] if fast else last)]


class Runner:
    """Runs gates and prints a line for each."""

    def __init__(self, chosen: list[Gate]) -> None:
        self.chosen = chosen
        self.done: list[Gate] = []
        self.running: dict[str, tuple[float, subprocess.Popen[bytes]]] = {}
        self.lock = threading.Lock()
        self.stopping = False

    def run(self) -> None:
        """Run them all: first two at a time, then those that want to be alone."""
        for together in (True, False):
            waiting: queue.SimpleQueue[Gate] = queue.SimpleQueue()
            for gate in self.chosen:
                if (gate.name in ALONE) is not together:
                    waiting.put(gate)
            side_by_side = SIDE_BY_SIDE if together else 1
            workers = [threading.Thread(target=self.work, args=(waiting,)) for _number in range(side_by_side)]
            for worker in workers:
                worker.start()
            self.watch(workers)

    def work(self, waiting: queue.SimpleQueue[Gate]) -> None:
        """Take gates until none is left."""
        while not self.stopping:
            try:
                gate = waiting.get_nowait()
            except queue.Empty:
                return
            self.run_one(gate)
            with self.lock:
                self.done.append(gate)
                self.tell(gate)

    def watch(self, workers: list[threading.Thread]) -> None:
        """Wait, and say now and then what is still running."""
        told = time.monotonic()
        while any(worker.is_alive() for worker in workers):
            time.sleep(0.2)
            if time.monotonic() - told > HEARTBEAT:
                told = time.monotonic()
                with self.lock:
                    state = ", ".join(
                        f"{name} ({told - began:.0f} s)" for name, (began, _process) in self.running.items()
                    )
                say(f"        ... running: {state}")

    def run_one(self, gate: Gate) -> None:
        """Run one gate with its output in a log."""
        LOGS.mkdir(parents=True, exist_ok=True)
        log, report = LOGS / f"{gate.log_name}.log", LOGS / f"{gate.log_name}.json"
        report.unlink(missing_ok=True)
        env = os.environ | {"NO_COLOR": "1", "ANSIBLE_NOCOLOR": "1"}
        if gate.name == "formatters":
            env["CI"] = "true"  # then it looks, and writes nothing
        command = [
            sys.executable,
            "-m",
            "nox",
            "--no-error-on-missing-interpreters",
            "-s",
            gate.name,
            "--report",
            str(report),
            "--",
            *gate.arguments,
        ]
        began = time.monotonic()
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
            with self.lock:
                self.running[gate.name] = (began, process)
            code = process.wait()
        gate.seconds = time.monotonic() - began
        text = log.read_text(encoding="utf-8", errors="replace")
        gate.outcome, gate.reason = outcome(code, report.read_text(encoding="utf-8") if report.exists() else "")
        gate.untested = list(
            dict.fromkeys(match.group(1) for line in text.splitlines() if (match := UNTESTED.match(line.strip())))
        )
        with self.lock:
            del self.running[gate.name]

    def tell(self, gate: Gate) -> None:
        """Print what became of a gate."""
        width = max(len(other.name) for other in self.chosen)
        line = f"[{len(self.done):2}/{len(self.chosen)}] {gate.outcome:7} {gate.name:{width}} {gate.seconds:6.1f} s"
        say(f"{line}  {gate.reason}" if gate.outcome == "skipped" else line)
        for reason in gate.untested:
            say(f"        not tested: {reason}")
        if gate.outcome == "FAILED":
            for text in (
                (LOGS / f"{gate.log_name}.log").read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
            ):
                say(f"        | {text}")

    def stop(self) -> None:
        """End what is still running, and start nothing more."""
        self.stopping = True
        with self.lock:
            processes = [process for _began, process in self.running.values()]
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)


def outcome(code: int, report: str) -> tuple[str, str]:
    """Return ``passed``, ``FAILED`` or ``skipped``, and the reason, from nox's exit code and report."""
    sessions = (json.loads(report) if report else {}).get("sessions", [])
    results = {session.get("result") for session in sessions}
    if code or not results:
        return "FAILED", ""
    reasons = [str(session["reason"]) for session in sessions if session.get("reason")]
    return ("skipped", "; ".join(reasons)) if results == {"skipped"} else ("passed", "")


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def terminated(_number: int, _frame: t.Any) -> t.NoReturn:
    """Turn the signal into an exception, so that everything is cleaned up."""
    raise KeyboardInterrupt


def main() -> int:
    """Run the gates; the exit code is 0 only when none failed."""
    parser = argparse.ArgumentParser(prog="dev.py test")
    parser.add_argument("--fast", action="store_true", help="only the quick gates")
    chosen = gates(parser.parse_args().fast)
    signal.signal(signal.SIGTERM, terminated)
    say(f"{len(chosen)} gates, {SIDE_BY_SIDE} at a time; logs are in {os.path.relpath(LOGS)}")
    began = time.monotonic()
    runner = Runner(chosen)
    try:
        runner.run()
    except KeyboardInterrupt:
        runner.stop()
        say("stopped")
        return 130
    failed = [gate for gate in chosen if gate.outcome == "FAILED"]
    if failed:
        say("\nfailed, and how to run it again:")
        for gate in failed:
            say(f"  python3 dev.py test -s {shlex.quote(gate.name)}")
    say(f"\n{time.monotonic() - began:.0f} s in all")
    counts = {word: sum(gate.outcome == word for gate in chosen) for word in ("passed", "FAILED", "skipped")}
    say(f"{counts['passed']} passed, {counts['FAILED']} failed, {counts['skipped']} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
