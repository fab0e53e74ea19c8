# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chromium, as the machine has it: opens a page as a phone or a desktop would, in light or dark, and says what it did."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import typing as t
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DRIVERS = ("chromedriver", "chromium.chromedriver")
SECONDS = 300
#: GitHub's machines say in a variable where their driver is.
DRIVER_FOLDER = "CHROMEWEBDRIVER"


class Missing(Exception):
    """This machine lacks a program; the text says which, and where it comes from."""


@dataclass(frozen=True)
class Screen:
    """What somebody looks at."""

    name: str
    width: int
    height: int
    dark: bool = False


DESKTOP, PHONE = Screen("desktop", 1280, 900), Screen("phone", 390, 844)
DESKTOP_DARK, PHONE_DARK = Screen("desktop-dark", 1280, 900, True), Screen("phone-dark", 390, 844, True)
SCREENS = (DESKTOP, PHONE, DESKTOP_DARK, PHONE_DARK)


class Browser:
    """One window."""

    def __init__(self, driver: t.Any) -> None:
        self.driver = driver

    def open(self, page: Path, screen: Screen, fragment: str = "") -> None:
        """Open a file."""
        self._tell("Emulation.setDeviceMetricsOverride", **_metrics(screen, screen.height))
        scheme = {"name": "prefers-color-scheme", "value": "dark" if screen.dark else "light"}
        self._tell("Emulation.setEmulatedMedia", features=[scheme])
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(page.resolve().as_uri() + fragment)

    def run(self, script: str, *arguments: t.Any) -> t.Any:
        """Run JavaScript beside the page and return its value."""
        return self.driver.execute_script(script, *arguments)

    def wait_for(self, script: str) -> None:
        """Run JavaScript beside the page until it calls ``done``."""
        self.driver.execute_async_script(f"const done = arguments[0]; {script}")

    def text(self, selector: str) -> str:
        """What is to be seen of an element."""
        return str(self.driver.find_element(By.CSS_SELECTOR, selector).text)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def requests(self) -> list[str]:
        """What has left the page since it was opened, itself among it; what its policy has stopped is not."""
        found: dict[str, str] = {}
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            told = message["params"]
            if message["method"] == "Network.requestWillBeSent":
                found[told["requestId"]] = str(told["request"]["url"])
            elif message["method"] == "Network.loadingFailed" and told.get("blockedReason"):
                found.pop(told["requestId"], None)
        return list(found.values())

    def complaints(self) -> list[str]:
        """What the browser did not like, violations of the page's policy among it."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]

    def printed(self) -> bytes:
        """The page as PDF."""
        answer = self._tell("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(answer["data"])

    def violations(self, axe: str) -> list[str]:
        """What axe-core finds wrong with the page as it is."""
        self.run(axe)
        script = "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(done);"
        found = self.driver.execute_async_script(script)
        return [
            f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
            for one in found["violations"]
        ]

    def picture(self, place: Path, screen: Screen, most: int = 6000) -> None:
        """Write what is to be seen, down to the end of the page or *most* pixels."""
        height = min(int(self.run("return document.documentElement.scrollHeight")), most)
        self._tell("Emulation.setDeviceMetricsOverride", **_metrics(screen, height))
        answer = self._tell("Page.captureScreenshot", format="png")
        place.write_bytes(base64.b64decode(answer["data"]))
        self._tell("Emulation.setDeviceMetricsOverride", **_metrics(screen, screen.height))

    def _tell(self, command: str, **parameters: t.Any) -> dict[str, t.Any]:
        answer: dict[str, t.Any] = self.driver.execute_cdp_cmd(command, parameters)
        return answer


@contextlib.contextmanager
def started() -> t.Iterator[Browser]:
    """A browser for as long as it is needed.

    Raises:
        Missing: where the machine has none.
    """
    options = webdriver.ChromeOptions()
    options.binary_location = _program(BROWSERS)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    # What runs as root, as builds do, has no sandbox; the pages are our own.
    for one in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(one)
    driver = webdriver.Chrome(options=options, service=Service(_program(DRIVERS, os.environ.get(DRIVER_FOLDER))))
    # axe-core looks at thousands of elements, and the machine may be busy.
    driver.set_script_timeout(SECONDS)
    driver.set_page_load_timeout(SECONDS)
    try:
        yield Browser(driver)
    finally:
        driver.quit()


def _program(names: t.Sequence[str], folder: str | None = None) -> str:
    path = os.pathsep.join(part for part in (folder, os.environ.get("PATH", os.defpath)) if part)
    found = next(filter(None, (shutil.which(name, path=path) for name in names)), None)
    if found is None:
        raise Missing(f"{names[0]} is not on this machine (Debian: apt-get install chromium chromium-driver)")
    return found


def _metrics(screen: Screen, height: int) -> dict[str, t.Any]:
    mobile = screen.width < 600
    return {"width": screen.width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
