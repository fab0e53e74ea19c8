# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m emulated_org``: start organisations, say how to reach them, serve until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from .start import World
from .world.files import WorldError


async def _serve(world: World) -> None:
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, world.stop)
    serving = asyncio.ensure_future(world.serve())
    while not world.started and not serving.done():
        await asyncio.sleep(0.005)
    for facts in world.facts:
        print(json.dumps(facts), flush=True)
    await serving


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="emulated_org", description="Salesforce organisations on loopback")
    parser.add_argument("--world", default="default", help="a shipped world (default, large, vast, guides) or a file")
    parser.add_argument("--only", action="append", default=[], help="start this organisation of it; may be repeated")
    parser.add_argument("--count", type=int, help="how many organisations; the world's are repeated as needed")
    parser.add_argument("--port", type=int, default=0, help="first port; 0 takes free ones")
    parser.add_argument("--log", help="append every request to this file, one line of JSON each")
    parser.add_argument("--tls", action="store_true", help="https, with a throw-away authority (ca_file)")
    given = parser.parse_args()
    try:
        world = World(given.world, given.count, given.port, given.log, given.only, given.tls)
    except (WorldError, OSError) as error:
        print(f"emulated_org: {error}", file=sys.stderr)
        return 2
    try:
        asyncio.run(_serve(world))
    finally:
        world.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
