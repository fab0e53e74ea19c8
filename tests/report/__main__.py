# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pictures of the page of real runs, as people see it: three orgs, two hundred, a run with failures, and one that takes away."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .browser import DESKTOP, SCREENS, Browser, Missing, started
from .runs import Report, Runs

OPEN = {
    "first": "document.querySelectorAll('.org').forEach((org, at) => { org.open = at === 0; }); "
    "document.querySelectorAll('.org:first-of-type .vendor').forEach((one, at) => { one.open = at === 0; })",
}


def shoot(browser: Browser, name: str, report: Report, place: Path) -> None:
    """Take a run on every screen as it is found, and on the desktop with its first org opened; and print it."""
    for screen in SCREENS:
        browser.open(report.file("html"), screen)
        browser.picture(place / f"{name}-{screen.name}.png", screen)
    browser.open(report.file("html"), DESKTOP)
    browser.run(OPEN["first"])
    browser.picture(place / f"{name}-opened.png", DESKTOP)
    if len(report.document["orgs"]) < 10:
        browser.open(report.file("html"), DESKTOP)
        (place / f"{name}.pdf").write_bytes(browser.printed())


def main(place: Path) -> int:
    """Write all pictures to *place*."""
    place.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory() as folder, started() as browser:
            for name, report in Runs(Path(folder)).reports.items():
                size = report.file("html").stat().st_size
                print(f"{name}: {len(report.document['orgs'])} orgs, page of {size / 1e6:.2f} MB", flush=True)
                shoot(browser, name, report, place)
    except Missing as missing:
        print(f"no pictures: {missing}", file=sys.stderr)
        return 1
    print(f"the pictures are in {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")))
