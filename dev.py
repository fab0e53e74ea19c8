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

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
#: What is installed for whom: a playbook run needs far less than the gates.
STAGES = {"run": "tests/requirements/run.txt", "dev": "tests/requirements/dev.txt"}


class Problem(Exception):
    """Something the reader can mend; the text says how."""


def say(text):
    """Show progress on stderr, so that stdout belongs to the command."""
    print(text, file=sys.stderr, flush=True)


def check_python():
    """Refuse an old Python with a sentence instead of a traceback."""
    if sys.version_info < (3, 11):
        newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
        hint = "try: %s dev.py" % newer[0] if newer else "install one, then run it with dev.py"
        raise Problem("this needs Python 3.11 or newer, and this is %d.%d; %s" % (sys.version_info[0], sys.version_info[1], hint))
    if os.name != "posix":
        raise Problem("Ansible's controller runs on Linux and macOS only; on Windows use WSL")


def requirement_lines(path):
    """Return the lines of a requirements file and of the files it includes."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            lines += requirement_lines((path.parent / line[3:].strip()).resolve())
        elif line and not line.startswith("#"):
            lines.append(line)
    return lines


def fingerprint(stage):
    """Return what an environment is made of: Python, place and requirements."""
    parts = [sys.version, sys.base_prefix, str(ROOT)] + requirement_lines(ROOT / STAGES[stage])
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def usable_uv():
    """Return the path of uv, or None. A version manager's stand-in may be on PATH and not work."""
    uv = shutil.which("uv")
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        return uv
    return None


def step(number, total, text, *commands):
    """Run commands one after the other with their output in a log; on failure show its end."""
    log = CACHE / "logs" / "environment.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    print("[%d/%d] %s ..." % (number, total, text), end="", file=sys.stderr, flush=True)
    with log.open("w", encoding="utf-8") as out:
        for command in commands:
            environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", ANSIBLE_HOME=str(CACHE / "ansible"))
            result = subprocess.run([str(part) for part in command], stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment, check=False)
            if result.returncode:
                say(" failed")
                end = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
                raise Problem("%s did not work. The end of %s:\n%s" % (command[0], log, end))
    say(" %.1f s" % (time.monotonic() - began))


def install_with_uv(uv, stage):
    """Make the environment by uv."""
    python = VENV / "bin" / "python"
    if not python.exists():
        step(1, 3, "making the environment in .venv (uv)", [uv, "venv", "-q", "--allow-existing", "-p", sys.executable, VENV])
    step(2, 3, "installing what '%s' needs (uv)" % stage, [uv, "pip", "install", "-q", "-p", python, "-r", ROOT / STAGES[stage]])


def install_with_pip(stage):
    """Make the environment by Python's own means."""
    python = VENV / "bin" / "python"
    if subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode if python.exists() else True:
        try:
            step(1, 3, "making the environment in .venv", [sys.executable, "-m", "venv", "--clear", VENV])
        except Problem as problem:
            raise Problem("%s\nOn Debian and Ubuntu install python3-venv; or install uv." % problem) from None
    step(2, 3, "installing what '%s' needs (pip)" % stage, [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", ROOT / STAGES[stage]])


def prepare(stage):
    """Bring the environment up to date; do nothing when it is already."""
    stamp = VENV / (".%s.stamp" % stage)
    wanted = fingerprint(stage)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    import fcntl  # POSIX only: check_python() has said so in words by now

    CACHE.mkdir(exist_ok=True)
    with (CACHE / "environment.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        home = VENV / ".home"
        base = "%s %s" % (sys.version, sys.base_prefix) + str(ROOT)
        if VENV.exists() and not (home.exists() and home.read_text(encoding="utf-8") == base):
            shutil.rmtree(VENV)
        uv = usable_uv()
        try:
            if not uv:
                raise Problem("no uv")
            install_with_uv(uv, stage)
        except Problem as problem:
            if uv:
                say("%s\nTrying pip instead." % problem)
            install_with_pip(stage)
        home.write_text(base, encoding="utf-8")
        step(3, 3, "trying it", [VENV / "bin" / "ansible-playbook", "--version"])
        stamp.write_text(wanted, encoding="utf-8")


def enter(arguments, environment):
    """Become the command. The working directory stays the caller's."""
    program = shutil.which(arguments[0], path=environment["PATH"])
    if program is None:
        raise Problem("there is no command %r, neither in .venv/bin nor on PATH" % arguments[0])
    os.execve(program, [arguments[0]] + arguments[1:], environment)


def main(arguments):
    """Do what the first argument says."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command not in ("demo", "test", "run", "org"):
        print(__doc__.strip())
        return 0 if command in ("help", "-h", "--help") else 2
    check_python()
    if command == "run" and rest[:1] == ["--"]:
        rest = rest[1:]
    if command == "run" and not rest:
        raise Problem("name a command: python3 dev.py run -- ansible-playbook --version")
    plain = command in ("demo", "org") or (command == "run" and rest[0].startswith("ansible") and rest[0] != "ansible-lint")
    prepare("run" if plain else "dev")

    sys.path.insert(0, str(ROOT / "tests"))
    from gates.environment import ansible_environment, joined, link_collection, with_packages, without_shims

    link_collection()
    environment = ansible_environment(os.environ)
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    environment["PATH"] = joined(VENV / "bin", without_shims(os.environ.get("PATH", os.defpath)))
    if command == "run":
        enter(rest, environment)
    environment = with_packages(environment)
    if command == "org":
        enter(["python", "-m", "emulated_org"] + rest, environment)
    os.chdir(ROOT)
    if command == "demo":
        enter(["python", str(ROOT / "tests" / "demo")] + rest, environment)
    every = not rest or rest == ["--fast"]
    enter(["python", "-m", "gates"] + rest if every else ["nox"] + rest, environment)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem_:
        say("dev.py: %s" % problem_)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
