# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IP ranges: of a profile (who may sign in from where) and of the organisation (network access)."""

from __future__ import annotations

import ipaddress
import typing as t

from ..errors import refuse
from ..store.database import Row

Address = t.Union[ipaddress.IPv4Address, ipaddress.IPv6Address]
#: Network access takes no more addresses in one range (Salesforce Help, Set Trusted IP Ranges for Your Organization).
MOST_TRUSTED = 2**25
MAPPED = ipaddress.ip_network("::ffff:0:0/96")


def _address(element: str, text: str) -> Address:
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        raise refuse("ip_address", [element], value=text) from None


def _mapped(one: Address) -> bool:
    return isinstance(one, ipaddress.IPv4Address) or one in MAPPED


def checked(start: str, end: str, names: tuple[str, str], most: int | None = None) -> Row:
    """A range as rows keep it; raises ApiError.

    Both ends are IPv4 or both IPv6, and no range crosses the border of the IPv4-mapped addresses (Security Guide).
    """
    first, last = _address(names[0], start), _address(names[1], end)
    if first.version != last.version or _mapped(first) != _mapped(last):
        raise refuse("ip_mixed", list(names), start=start, end=end)
    size = int(last) - int(first) + 1
    if size < 1:
        raise refuse("ip_order", list(names), start=start, end=end)
    if most is not None and first.version == 4 and size > most:
        raise refuse("ip_wide", list(names), start=start, end=end)
    return {"StartAddress": str(first), "EndAddress": str(last)}
