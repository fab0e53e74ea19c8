# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which server is spoken to, and whether that is safe.

Tokens and passwords travel in every request, so a URL is either https or stays on this machine.
"""

from __future__ import annotations

import ipaddress
import re
import typing as t
from urllib.parse import SplitResult, urlsplit

from .errors import SalesforceError, configuration

PRODUCTION_SIGN_IN = "https://login.salesforce.com"
SANDBOX_SIGN_IN = "https://test.salesforce.com"

#: What people write for the two shared sign-in hosts.
_SHORT = {
    "login": PRODUCTION_SIGN_IN,
    "production": PRODUCTION_SIGN_IN,
    "test": SANDBOX_SIGN_IN,
    "sandbox": SANDBOX_SIGN_IN,
}

#: Hosts of the same My Domain that serve pages, not the API ("My Domain URL Formats", Salesforce Help).
_PAGES = (
    (re.compile(r"\.lightning\.force\.com$"), ".my.salesforce.com"),
    (re.compile(r"\.my\.salesforce-setup\.com$"), ".my.salesforce.com"),
    (re.compile(r"\.lightning\.force\.mil$"), ".my.salesforce.mil"),
)
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?")
#: RFC 1035, 2.3.4: between two dots, and in all.
_LONGEST_LABEL, _LONGEST_HOST = 63, 253


def origin(url: str, option: str) -> str:
    """``https://host[:port]`` of what the user gave as *option*.

    Accepts a URL with or without scheme and path, ``login`` and ``test``, and the address a browser shows.

    Raises:
        SalesforceError: code CONFIGURATION when the URL cannot be used or would send credentials in the clear.
    """
    given = url.strip()
    if given.lower() in _SHORT:
        return _SHORT[given.lower()]
    if "://" not in given:
        given = "https://" + given
    parts = _split(given, option)
    host = _api_host(parts, option)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise configuration(
            f"{option} begins with {parts.scheme}://, which would send credentials in the clear",
            f"set {option} to https://{host} (plain http is for this machine's own loopback address only)",
            [option],
        )
    shown = f"[{host}]" if ":" in host else host
    default = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{parts.port}" if parts.port not in (None, default) else "")


def _split(url: str, option: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise _unusable(option) from None
    if "@" in parts.netloc:
        raise configuration(
            f"{option} holds a user name or password",
            f"leave them out of {option}: it is the address of the org only",
            [option],
        )
    if parts.scheme not in ("http", "https"):
        raise configuration(
            f"{option} is not a web address",
            f"set {option} to the org's My Domain, such as https://acme.my.salesforce.com",
        )
    return parts


def _api_host(parts: SplitResult, option: str) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            raise _unusable(option) from None
    longest = max(map(len, host.split(".")))
    if not _HOST.fullmatch(host) or ".." in host or longest > _LONGEST_LABEL or len(host) > _LONGEST_HOST:
        raise _unusable(option)
    for pages, api in _PAGES:
        host = pages.sub(api, host)
    return host


def _unusable(option: str) -> SalesforceError:
    return configuration(
        f"{option} is not the address of a server",
        f"set {option} to the org's My Domain, such as https://acme.my.salesforce.com",
    )


def is_loopback(host: str) -> bool:
    """Whether *host* can only be this machine: localhost, ::1 or 127.0.0.0/8."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host name in an origin."""
    return urlsplit(url).hostname or ""


def is_shared_sign_in(url: str) -> bool:
    """Whether *url* is login. or test.salesforce.com, which belong to no single org."""
    return url in (PRODUCTION_SIGN_IN, SANDBOX_SIGN_IN)


def same_place(one: str, other: str) -> bool:
    """Whether two origins are one server; the names of the loopback address count as one."""

    def key(url: str) -> t.Tuple[str, str, t.Optional[int]]:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return parts.scheme, "loopback" if is_loopback(host) else host, parts.port

    return key(one) == key(other)
