# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clients as they are published, installed once under .cache, and the environment they run in."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from gates.environment import CACHE, ROOT
from gates.venv import Environment, Problem

HERE = Path(__file__).resolve().parent
PLACE = CACHE / "clients"
#: The Salesforce CLI refuses to work on an earlier one.
NODE = 22
#: What of the caller's environment the clients see: nothing that names an org, a proxy or a configuration.
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
QUIET = {
    "SF_AUTOUPDATE_DISABLE": "true",
    "SF_DISABLE_LOG_FILE": "true",
    "SF_DISABLE_TELEMETRY": "true",
    "SF_SKIP_NEW_VERSION_CHECK": "true",
    "SF_USE_GENERIC_UNIX_KEYCHAIN": "true",
    "NODE_COMPILE_CACHE": str(PLACE / "node-cache"),
    "CUMULUSCI_DISABLE_REFRESH": "1",
    "CUMULUSCI_KEYCHAIN_CLASS": "cumulusci.core.keychain.BaseProjectKeychain",
    "NO_COLOR": "1",
    "no_proxy": "127.0.0.1",
}


class Missing(Exception):
    """This machine lacks a program; the text says which."""


def environment(home: Path, *programs: Path) -> dict[str, str]:
    """Return an environment in which a client finds *programs*, and its home and every folder of its own at *home*."""
    folders = {name: str(home / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    path = os.pathsep.join([*map(str, programs), kept.get("PATH", os.defpath)])
    return {**kept, **QUIET, **folders, "HOME": str(home), "PATH": path}


class NodeClients:
    """The Salesforce CLI and jsforce, as package-lock.json has them, and a Node that is new enough for them."""

    place = PLACE / "js"

    def ensure(self) -> NodeClients:
        """Install them unless they are there. Raise Missing without npm, Problem when npm fails."""
        files = [HERE / "js" / "package.json", HERE / "js" / "package-lock.json"]
        wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        stamp = self.place / "made-of"
        if stamp.exists() and stamp.read_text("utf-8") == wanted:
            return self
        npm = shutil.which("npm")
        if npm is None:
            raise Missing("npm is not on this machine")
        self.place.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, self.place)
        # npm keeps the caller's settings: they say where packages come from.
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=self.place, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Problem(f"this did not work: {' '.join(command)}\n{done.stderr[-2000:]}")
        stamp.write_text(wanted, encoding="utf-8")
        return self

    @cached_property
    def node(self) -> Path:
        """The machine's Node when it is new enough, else the one that was installed with the clients."""
        found = [shutil.which("node"), *self.place.glob("node_modules/node-*/bin/node")]
        for node in filter(None, found):
            said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
            version = re.match(r"v(\d+)", said)
            if version and int(version.group(1)) >= NODE:
                return Path(node)
        raise Missing(f"Node {NODE} or newer is not on this machine")

    @property
    def cli(self) -> list[str]:
        """The command that starts the Salesforce CLI."""
        return [str(self.node), str(self.place / "node_modules" / "@salesforce" / "cli" / "bin" / "run.js")]

    @property
    def programs(self) -> tuple[Path, ...]:
        """The folders its own programs are in."""
        return (self.node.parent, self.place / "node_modules" / ".bin")


def python_client(name: str) -> Path:
    """Return the Python of the environment of client *name*, installed when it is not there. Raise Problem."""
    requirements = ROOT / "tests" / "requirements" / f"client-{name}.txt"
    python = os.path.realpath(sys.executable)
    return Environment(PLACE / name, python, [requirements], f"client-{name}").ensure().bin / "python"
