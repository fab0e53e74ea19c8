# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Python libraries this collection needs, and what to say when one is missing."""

from __future__ import annotations

import contextlib
import importlib
import sys

from .errors import SalesforceError


def missing_library(package: str, purpose: str) -> SalesforceError:
    """The error for a library that is not installed; *package* is its name for pip."""
    return SalesforceError(
        f"The Python library {package} is missing, which is needed {purpose}",
        cure=f"install it for the Python that runs this: {sys.executable} -m pip install '{package}'",
        code="MISSING_LIBRARY",
    )


def import_early() -> None:
    """Import what signing in by JWT needs (a tenth of a second), for processes forked later: each would import it again."""
    with contextlib.suppress(ImportError):
        importlib.import_module("jwt")
