# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The packages that could be installed, as Salesforce would know them in every organisation."""

from __future__ import annotations

import hashlib
import typing as t
from dataclasses import dataclass, field

from ..store.ids import base62, checksum

if t.TYPE_CHECKING:
    from ..org import Org

Number = tuple[int, int, int, int]


@dataclass(frozen=True)
class Version:
    """One version of a package. *brings* is what a world file says of its contents."""

    id: str
    package: str
    namespace: str
    name: str
    number: Number
    key: str = ""
    managed: bool = True
    beta: bool = False
    #: Packages that must be there before: namespace and the least version.
    requires: tuple[tuple[str, Number], ...] = ()
    #: Seats of its PackageLicense, -1 for a site licence; None for a package without licences.
    licenses: int | None = None
    #: The message with which every attempt to install it ends.
    fails: str = ""
    brings: dict[str, t.Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """``1.4`` or ``1.4.2``, as people name a version."""
        major, minor, patch, _build = self.number
        return f"{major}.{minor}.{patch}" if patch else f"{major}.{minor}"


def number(text: object) -> Number:
    """``1.4`` and ``1.4.2.7`` as four numbers; raises ValueError."""
    parts = [int(part) for part in str(text).split(".")]
    if not 1 <= len(parts) <= 4:
        raise ValueError(f"{text} is no version")
    major, minor, patch, build = (*parts, 0, 0, 0)[:4]
    return major, minor, patch, build


def made_id(prefix: str, text: str) -> str:
    """An Id for *text*: the same in every organisation, as Ids of packages are."""
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    short = prefix + base62(digest, 12)
    return short + checksum(short)


def read(raw: dict[str, t.Any]) -> list[Version]:
    """The versions of one package of a world file; raises KeyError and ValueError."""
    namespace = str(raw["namespace"])
    name = str(raw.get("name", namespace.capitalize()))
    package = str(raw.get("package_id") or made_id("033", namespace))
    found = []
    for one in raw.get("versions") or [{"number": "1.0"}]:
        given = number(one["number"])
        requires = [str(need).partition("@") for need in one.get("requires", raw.get("requires", ()))]
        found.append(
            Version(
                id=str(one.get("id") or made_id("04t", f"{namespace}@{given}")),
                package=package,
                namespace=namespace,
                name=name,
                number=given,
                key=str(one.get("key", "")),
                managed=bool(raw.get("managed", True)),
                beta=bool(one.get("beta", False)),
                requires=tuple((needed, number(least or "0")) for needed, _at, least in requires),
                licenses=raw.get("licenses"),
                fails=str(one.get("fails", "")),
                brings={**raw.get("brings", {}), **one.get("brings", {})},
            )
        )
    return found


def installed(org: Org, namespace: str) -> Version | None:
    """The version of a package that *org* has."""
    for row in org.database.all("InstalledSubscriberPackage"):
        found = org.packages.get(row["SubscriberPackageVersionId"])
        if found is not None and found.namespace == namespace:
            return found
    return None
