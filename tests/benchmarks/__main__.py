# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m benchmarks [overhead] [requests] [orgs] [server] [vast] [audits]``: print what was measured. Nothing named means everything."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time

from . import audits, counts, fleet, overhead, server, vast

PARTS = {
    "overhead": overhead.measure,
    "requests": counts.measure,
    "orgs": fleet.measure,
    "server": server.measure,
    "vast": vast.measure,
    "audits": audits.measure,
}


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], help="what to measure; everything when left out")
    chosen = parser.parse_args().part or list(PARTS)
    import ansible

    load = os.getloadavg()[0]
    print(
        f"ansible-core {ansible.__version__}, Python {platform.python_version()}, {os.cpu_count()} processors, load {load:.1f}"
    )
    began = time.monotonic()
    for name in chosen:
        PARTS[name]()
    print(f"\nMeasured in {time.monotonic() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
