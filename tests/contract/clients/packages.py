# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the clients deploy: a permission set as files of the Metadata API, right and wrong."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

from .target import VERSION

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
#: Fields that every org has. The second one nobody has.
RIGHT, WRONG = "Account.Site", "Account.Nope__c"


def manifest(*members: tuple[str, str]) -> str:
    """Return a package.xml that names *members*: type and full name."""
    types = "".join(f"<types><members>{name}</members><name>{kind}</name></types>" for kind, name in members)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="{NAMESPACE}">'
    return f"{head}\n{types}\n<version>{VERSION}</version>\n</Package>\n"


def permission_set(label: str, field: str) -> str:
    """Return a permission set that reads accounts, and edits one *field* of them."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="{NAMESPACE}">
    <fieldPermissions><editable>true</editable><field>{field}</field><readable>true</readable></fieldPermissions>
    <hasActivationRequired>false</hasActivationRequired>
    <label>{label}</label>
    <objectPermissions>
        <allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit>
        <allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Account</object>
        <viewAllRecords>false</viewAllRecords>
    </objectPermissions>
</PermissionSet>
"""


def files(name: str, field: str) -> dict[str, str]:
    """Return a package in metadata format: path and text."""
    return {
        "package.xml": manifest(("PermissionSet", name)),
        f"permissionsets/{name}.permissionset": permission_set(name, field),
    }


def zipped(content: dict[str, str]) -> str:
    """Return files as the base64 text of a zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, text in content.items():
            archive.writestr(path, text)
    return base64.b64encode(made.getvalue()).decode()


def unzipped(text: str) -> dict[str, str]:
    """Return the files of a zip archive in base64."""
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(text))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def written(content: dict[str, str], folder: Path) -> Path:
    """Write files below *folder*, and return it."""
    for path, text in content.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def facts(mark: str) -> dict[str, str]:
    """The packages a conversation deploys, as it reads them."""
    name = f"{mark}_Files"
    return {"package": zipped(files(name, RIGHT)), "wrong_package": zipped(files(name, WRONG))}
