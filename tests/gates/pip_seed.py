# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Give ansible-test its pip from the package index.

For the environments it makes, ansible-test downloads a bootstrap script from a host of its own. Where only a package index can be reached that fails, and
it stops every test that wants an environment. It looks into its cache first, so the cache gets a script that runs pip out of pip's own wheel.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

SCRIPT = """\
import os
import runpy
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "pip-{version}-py3-none-any.whl"))
sys.argv = ["pip", "install", "--upgrade", "--force-reinstall"] + [a for a in sys.argv[1:] if a not in ("--no-setuptools", "--no-wheel")]
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""


def wanted_pip() -> str:
    """Return the version of pip that the ansible-test beside this Python asks for."""
    spec = importlib.util.find_spec("ansible_test")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("there is no ansible-test beside this Python")
    source = Path(spec.submodule_search_locations[0], "_internal", "python_requirements.py").read_text(encoding="utf-8")
    found = re.search(r"pip='([0-9.]+)'", source)
    if not found:
        raise SystemExit(
            "this ansible-test does not say which pip it wants: look at the end of its python_requirements.py"
        )
    return found.group(1)


def seed() -> None:
    """Fill the cache under HOME."""
    version = wanted_pip()
    cache = Path.home() / ".ansible" / "test" / "cache"
    script = cache / f"get_pip_{version.replace('.', '_')}.py"
    wheel = cache / f"pip-{version}-py3-none-any.whl"
    if not wheel.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(cache), f"pip=={version}"],
            check=True,
        )
    script.write_text(SCRIPT.format(version=version), encoding="utf-8")


if __name__ == "__main__":
    seed()
