# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Ranges of IP addresses: as people write them, as Salesforce keeps them, and what is wanted of a list of them."""

from __future__ import annotations

import ipaddress
import typing as t
from dataclasses import dataclass, field, replace

from .edits import Edit, mapping, shape, tidy
from .refusal import Refusal

Address = t.Union[ipaddress.IPv4Address, ipaddress.IPv6Address]

_FORMS = "addresses (192.0.2.1), networks (192.0.2.0/24), or dictionaries with start, end and description"
_LONGEST_DESCRIPTION = 255


@dataclass(frozen=True)
class IpRange:
    """The addresses from *start* to *end*, both included. *description* is None where nobody says anything about them."""

    start: Address
    end: Address
    description: str | None = None

    def __str__(self) -> str:
        """The range as people would write it: an address, a network, or both ends."""
        if self.size == 1:
            return str(self.start)
        if self.size & (self.size - 1) or int(self.start) % self.size:
            return f"{self.start} - {self.end}"
        return f"{self.start}/{self.start.max_prefixlen - self.size.bit_length() + 1}"

    @property
    def size(self) -> int:
        """How many addresses it has."""
        return int(self.end) - int(self.start) + 1

    @property
    def order(self) -> tuple[int, int, int]:
        """For sorting: IPv4 first, then by address."""
        return self.start.version, int(self.start), int(self.end)

    def same(self, other: IpRange) -> bool:
        """Whether both have the same addresses, whatever is said about them."""
        return self.order == other.order

    def covers(self, other: IpRange) -> bool:
        """Whether every address of *other* is in this range."""
        return self.overlaps(other) and int(self.start) <= int(other.start) and int(other.end) <= int(self.end)

    def overlaps(self, other: IpRange) -> bool:
        """Whether some address is in both."""
        if self.start.version != other.start.version:
            return False
        return int(self.start) <= int(other.end) and int(other.start) <= int(self.end)

    def as_dict(self) -> dict[str, t.Any]:
        """The range in the longest form that the options take."""
        return {"start": str(self.start), "end": str(self.end), "description": self.description or None}


@dataclass
class Settled:
    """What a list of ranges should be, and what it takes: *described* ranges stay, with another description.

    *covered* are wanted ranges that need nothing, each with the wider range that has their addresses already. *open* are removed
    ranges whose addresses a wider one lets in all the same. *unmanaged* is what was found and nobody declared.
    """

    target: list[IpRange] = field(default_factory=list)
    added: list[IpRange] = field(default_factory=list)
    removed: list[IpRange] = field(default_factory=list)
    described: list[tuple[IpRange, IpRange]] = field(default_factory=list)
    covered: list[tuple[IpRange, IpRange]] = field(default_factory=list)
    open: list[tuple[IpRange, IpRange]] = field(default_factory=list)
    unmanaged: list[IpRange] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.added or self.removed or self.described)


def entry(option: str) -> t.Callable[[t.Any], IpRange]:
    """Reads one entry of *option*.

    Both ends are IPv4 or both IPv6, and no range crosses the border of the IPv4-mapped addresses (Security Guide, "Restrict Login IP
    Ranges"). IPv4-mapped addresses are the IPv4 addresses they stand for, so the two never lie in one range.
    """

    def read(value: t.Any) -> IpRange:
        if isinstance(value, dict):
            given = mapping(option, value, ["start"], ["end", "description"])
            start = _address(option, given["start"])
            end = start if given.get("end") is None else _address(option, given["end"])
            return _ordered(option, IpRange(start, end, _description(option, given.get("description"))))
        if isinstance(value, str) and "/" in value:
            return _network(option, value.strip())
        address = _address(option, value)
        return IpRange(address, address)

    return read


def stored(start: str, end: str, description: str | None) -> IpRange:
    """A range as Salesforce tells it."""
    return IpRange(_plain(start), _plain(end), tidy(description) or None if description else None)


def settle(option: str, edit: Edit[IpRange], current: t.Sequence[IpRange]) -> Settled:
    """What the list should be: a wanted range that a wider one covers needs nothing, unless the list is to be exactly the wanted one.

    Raises:
        Refusal: for a range that is added and removed, or wanted twice with two descriptions.
    """
    _refuse_contradictions(option, edit)
    found = Settled()
    gone = [one for one in current if _same(one, edit.removed) or (edit.exact and not _same(one, edit.wanted))]
    found.removed, stays = gone, [one for one in current if one not in gone]
    found.unmanaged = [one for one in current if not _same(one, edit.wanted) and not _same(one, edit.removed)]
    for one in edit.wanted:
        twin = _same(one, stays)
        wider = next((other for other in stays if other.covers(one)), None)
        if twin is not None:
            if one.description is not None and one.description != (twin.description or ""):
                found.described.append((twin, one))
                stays[stays.index(twin)] = one
        elif wider is not None and not edit.exact:
            found.covered.append((one, wider))
        else:
            found.added.append(one)
            stays.append(one)
    found.open = [(one, wider) for one in edit.removed for wider in stays if wider.covers(one)]
    found.target = sorted(
        (replace(one, description=one.description or None) for one in stays), key=lambda one: one.order
    )
    return found


def _same(one: IpRange, others: t.Iterable[IpRange]) -> IpRange | None:
    return next((other for other in others if other.same(one)), None)


def _refuse_contradictions(option: str, edit: Edit[IpRange]) -> None:
    for one in edit.wanted:
        if _same(one, edit.removed):
            raise Refusal(f"Option {option} adds and removes {one}; keep one of the two", "BAD_OPTION", [option])
        twin = _same(one, edit.wanted)
        if twin and twin.description != one.description:
            raise Refusal(f"Option {option} has {one} twice, with two descriptions; keep one", "BAD_OPTION", [option])


def _network(option: str, text: str) -> IpRange:
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        raise _bad(option, text, _nearest(text)) from None
    first, last = _plain(str(network[0])), _plain(str(network[-1]))
    return _ordered(option, IpRange(first, last))


def _nearest(text: str) -> str:
    """What was probably meant by an address of a network in the place of the network's own."""
    try:
        return f"; did you mean {ipaddress.ip_network(text, strict=False)}?"
    except ValueError:
        return ""


def _address(option: str, value: t.Any) -> Address:
    if not isinstance(value, str):
        raise shape(option, f"{_FORMS}; it has {value!r}")
    try:
        return _plain(value.strip())
    except ValueError:
        raise _bad(option, value) from None


def _plain(text: str) -> Address:
    if "%" in text:
        # A zone means something on one machine only; Python takes it as part of an IPv6 address.
        raise ValueError(text)
    address = ipaddress.ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _bad(option: str, text: str, hint: str = "") -> Refusal:
    return Refusal(f"'{text}' is not an IP address or network{hint}; {option} takes {_FORMS}", "BAD_OPTION", [option])


def _ordered(option: str, one: IpRange) -> IpRange:
    both = f"{one.start} to {one.end}"
    if one.start.version != one.end.version:
        raise Refusal(f"{both} mixes IPv4 and IPv6, which Salesforce refuses; change {option}", "BAD_OPTION", [option])
    if one.size < 1:
        raise Refusal(f"{both} ends before it starts; exchange start and end in {option}", "BAD_OPTION", [option])
    if one.start.version == 6 and one.covers(_MAPPED):
        text = f"{both} crosses the IPv4-mapped addresses, which Salesforce refuses; change {option}"
        raise Refusal(text, "BAD_OPTION", [option])
    return one


def _description(option: str, value: t.Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise shape(option, f"text as description; it has {value!r}")
    if len(tidy(value)) > _LONGEST_DESCRIPTION:
        text = f"A description in {option} is longer than {_LONGEST_DESCRIPTION} characters; shorten it"
        raise Refusal(text, "STRING_TOO_LONG", [option])
    return tidy(value)


#: IPv4 as IPv6 (::ffff:0:0 to ::ffff:ffff:ffff). A range that overlaps it without lying inside covers it: its ends are not in it.
_MAPPED = IpRange(ipaddress.IPv6Address("::ffff:0:0"), ipaddress.IPv6Address("::ffff:ffff:ffff"))
