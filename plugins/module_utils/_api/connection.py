# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""How an org is reached: the connection options, checked before anything is sent."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import typing as t
from dataclasses import asdict, dataclass, fields

from . import hosts
from .auth import chooser
from .errors import configuration

DEFAULT_API_VERSION = "66.0"

#: Versions below are retired or about to be ("Salesforce Platform API Versions 31.0 through 40.0 Retirement",
#: Salesforce Help).
OLDEST_API_VERSION = 41

#: Options whose values must never be shown.
SECRET_OPTIONS = ("access_token", "password", "security_token", "client_secret", "private_key", "refresh_token")

_TEXTS = (
    "auth_method",
    "instance_url",
    "login_url",
    "access_token",
    "username",
    "password",
    "security_token",
    "client_id",
    "client_secret",
    "private_key",
    "private_key_file",
    "refresh_token",
    "audience",
    "ca_path",
    "expected_org_id",
)
#: Which org is meant says nothing about how to sign in.
_GUARDS = ("expected_org_id", "expected_sandbox")
_ORG_ID = re.compile(r"00[dD][a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?", re.ASCII)
_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")


@dataclass(frozen=True)
class Connection:
    """The connection options. ``instance_url`` and ``login_url`` are origins without a path, or empty."""

    auth_method: str = "auto"
    instance_url: str = ""
    login_url: str = ""
    access_token: str = ""
    username: str = ""
    password: str = ""
    security_token: str = ""
    client_id: str = ""
    client_secret: str = ""
    private_key: str = ""
    private_key_file: str = ""
    refresh_token: str = ""
    audience: str = ""
    api_version: str = DEFAULT_API_VERSION
    timeout: float = 30.0
    retries: int = 4
    validate_certs: bool = True
    ca_path: str = ""
    expected_org_id: str = ""
    expected_sandbox: t.Optional[bool] = None

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any]) -> Connection:
        """Connection options out of *params*, which may hold other things as well. Sends nothing.

        Raises:
            SalesforceError: code CONFIGURATION, naming the option to change.
        """
        given = {name: params.get(name) for name in _TEXTS}
        texts = {name: str(value) for name, value in given.items() if value is not None and str(value) != ""}
        for option in ("instance_url", "login_url"):
            if option in texts:
                texts[option] = hosts.origin(texts[option], option)
        if "private_key" in texts:
            # Environment variables and surveys hand over a PEM text with the line ends written as \n.
            texts["private_key"] = texts["private_key"].replace("\\n", "\n")
        if "ca_path" in texts and not os.path.exists(texts["ca_path"]):
            raise configuration(
                f"ca_path {texts['ca_path']} does not exist",
                "set ca_path to a file of CA certificates in PEM form",
                ["ca_path"],
            )
        connection = cls(
            **t.cast(t.Any, texts),
            api_version=_version(params.get("api_version")),
            timeout=_number("timeout", params.get("timeout"), 30.0, 0.1, 3600.0),
            retries=int(_number("retries", params.get("retries"), 4, 0, 20, whole=True)),
            validate_certs=_boolean("validate_certs", params.get("validate_certs"), True) is True,
            expected_sandbox=_boolean("expected_sandbox", params.get("expected_sandbox"), None),
        )
        if connection.expected_org_id and not _ORG_ID.fullmatch(connection.expected_org_id):
            raise configuration(
                "expected_org_id is not the Id of an org",
                "set expected_org_id to the 15 or 18 characters that Setup shows under Company Information, such as 00D5f000000AbCdEAK",
            )
        chooser.choose(connection).validate()
        return connection

    def key(self) -> str:
        """Names this connection in a store of sessions: changes with every credential, reveals none."""
        told = json.dumps({name: one for name, one in asdict(self).items() if name not in _GUARDS}, sort_keys=True)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def secrets(self) -> t.List[str]:
        """Values that must not appear in any output."""
        return [value for value in (getattr(self, name) for name in SECRET_OPTIONS) if value]

    def __repr__(self) -> str:
        shown = {one.name: getattr(self, one.name) for one in fields(self)}
        shown = {
            name: "********" if name in SECRET_OPTIONS else value
            for name, value in shown.items()
            if value not in ("", None)
        }
        return f"Connection({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def _version(value: t.Any) -> str:
    text = str(value).strip() if value not in (None, "") else DEFAULT_API_VERSION
    match = re.fullmatch(r"v?([1-9]\d{1,2})(?:\.0)?", text, re.ASCII)
    if not match:
        raise configuration(
            f"api_version '{text}' is not a version of the Salesforce API",
            f"set api_version to {DEFAULT_API_VERSION}",
            ["api_version"],
        )
    if int(match.group(1)) < OLDEST_API_VERSION:
        raise configuration(
            f"api_version {text} is retired or about to be", f"set api_version to {DEFAULT_API_VERSION}"
        )
    return f"{match.group(1)}.0"


def _number(option: str, value: t.Any, default: float, least: float, most: float, whole: bool = False) -> float:
    if value is None or value == "":
        return default
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not least <= number <= most or (whole and number != int(number)):
        raise configuration(
            f"{option} '{value}' is not a {'whole ' if whole else ''}number from {least:g} to {most:g}",
            f"set {option} to {default:g}",
            [option],
        )
    return number


def _boolean(option: str, value: t.Any, default: t.Optional[bool]) -> t.Optional[bool]:
    if value is None or value == "":
        return default
    text = str(value).strip().lower()
    if text not in _TRUE + _FALSE:
        raise configuration(f"{option} '{value}' is neither true nor false", f"set {option} to true or false", [option])
    return text in _TRUE
