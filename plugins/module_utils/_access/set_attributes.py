# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What permission sets and groups of them are called, and what is said about them."""

from __future__ import annotations

import re

from .edits import tidy
from .refusal import Refusal
from .resource import Params

#: Option -> the longest text that Salesforce takes.
_LENGTHS = {"label": 80, "description": 255}
#: Object Reference, PermissionSet.Name: letters, digits and underscores, starting with a letter, no double or final underscore.
_NAME = re.compile(r"^[A-Za-z](?:_?[A-Za-z0-9])*$")


def declared_name(params: Params, what: str) -> str:
    """The API name.

    Raises:
        Refusal: for what cannot be one.
    """
    name = str(params["name"])
    if len(name) > 80 or not _NAME.match(name):
        text = (
            f"'{name}' cannot be the API name of a {what}: up to 80 letters, digits and single underscores; change name"
        )
        raise Refusal(text, "BAD_OPTION", ["name"])
    return name


def declared_attributes(params: Params) -> dict[str, str]:
    """Label and description, as far as they are declared.

    Raises:
        Refusal: for a label that is empty, and for what is too long.
    """
    values = {option: tidy(params[option]) for option in _LENGTHS if params.get(option) is not None}
    if values.get("label") == "":
        text = "Option label is empty; Salesforce requires one: give it, or leave it out"
        raise Refusal(text, "BAD_OPTION", ["label"])
    for option, length in _LENGTHS.items():
        if len(values.get(option, "")) > length:
            text = f"Option {option} is longer than {length} characters; shorten it"
            raise Refusal(text, "STRING_TOO_LONG", [option])
    return values
