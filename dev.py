# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checkout's front door. It makes what it needs under the checkout, then does what you asked.

  python3 dev.py demo                 preview, apply and repeat the main job on three local orgs
  python3 dev.py test [--fast]        run every gate (--fast: the quick ones)
  python3 dev.py test -s NAME ...     run single gates; the arguments go to nox (-l lists the gates)
  python3 dev.py run -- COMMAND ...   run ansible-playbook, ansible-doc, nox, pytest ... in the project's environment
  python3 dev.py org [...]            start local Salesforce orgs (--help shows the options)

It needs Python 3.11 or newer and takes uv when there is one. Everything it makes is in .venv and .cache (and .nox, for the gates).
"""

import os
import shutil
import subprocess
import sys
import typing as t
from pathlib import Path

ROOT = Path(__file__).resolve().parent


class Usage(Exception):
    """The command cannot be run like this; the text says how."""


def check_python() -> None:
    """Refuse an old Python with a sentence instead of a traceback. (Up to here, this file keeps to what old Pythons can read.)"""
    if sys.version_info < (3, 11):
        names = ("python3.14", "python3.13", "python3.12", "python3.11")
        newer = [
            name
            for name in names
            if shutil.which(name) and subprocess.call([name, "-c", ""], stderr=subprocess.DEVNULL) == 0
        ]
        hint = "try: %s dev.py" % newer[0] if newer else "install one, and run it with dev.py"
        raise Usage(
            "this needs Python 3.11 or newer, and this is %d.%d; %s" % (sys.version_info[0], sys.version_info[1], hint)
        )
    if os.name != "posix":
        raise Usage("Ansible's controller runs on Linux and macOS; on Windows use WSL")


def needs_little(command: str, rest: t.List[str]) -> bool:
    """Say whether the command does without the contributor's tools, which take longer to install."""
    return command in ("demo", "org") or (
        command == "run" and rest[0].startswith("ansible") and rest[0] != "ansible-lint"
    )


def enter(arguments: t.List[str], environment: t.Dict[str, str]) -> None:
    """Become the command. The working directory stays the caller's."""
    program = shutil.which(arguments[0], path=environment["PATH"])
    if program is None:
        raise Usage("there is no command %r, neither in .venv/bin nor on PATH" % arguments[0])
    os.execve(program, arguments, environment)


def start(command: str, rest: t.List[str]) -> None:
    """Prepare the environment and become the command."""
    sys.path.insert(0, str(ROOT / "tests"))
    from gates import environment as places
    from gates.venv import Environment, Problem

    purpose = "run" if needs_little(command, rest) else "dev"
    requirements = [ROOT / "tests" / "requirements" / ("%s.txt" % purpose)]
    try:
        venv = Environment(ROOT / ".venv", os.path.realpath(sys.executable), requirements, purpose).ensure()
    except Problem as problem:
        raise Usage(str(problem)) from None
    places.link_collection()
    environment = places.for_ansible(os.environ)
    environment.setdefault("NOX_DEFAULT_VENV_BACKEND", "uv" if venv.made_with() == "uv" else "virtualenv")
    if command == "run":
        enter(rest, environment)
    environment = places.with_packages(environment)
    if command == "org":
        enter(["python", "-m", "emulated_org"] + rest, environment)
    os.chdir(str(ROOT))
    if command == "demo":
        enter(["python", "-m", "demo"] + rest, environment)
    everything = not rest or rest == ["--fast"]
    enter((["python", "-m", "gates"] if everything else ["nox"]) + rest, environment)


def main(arguments: t.List[str]) -> int:
    """Do what the first argument says."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command not in ("demo", "test", "run", "org"):
        print(__doc__.strip())
        return 0 if command in ("help", "-h", "--help") else 2
    if command == "run" and rest[:1] == ["--"]:
        rest = rest[1:]
    try:
        check_python()
        if command == "run" and not rest:
            raise Usage("name a command: python3 dev.py run -- ansible-playbook --version")
        start(command, rest)
    except Usage as problem:
        print("dev.py: %s" % problem, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
