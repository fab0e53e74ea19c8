# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Connection options: one table for the argument specs, the inventory variables and the environment."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import env_fallback

Arguments = dict[str, dict[str, t.Any]]

#: Option -> its argument spec; ``salesforce_<option>`` in the inventory and ``SALESFORCE_<OPTION>`` in the environment fill what is unset.
_CONNECTION: Arguments = {
    "auth_method": {
        "type": "str",
        "choices": ["auto", "access_token", "jwt_bearer", "client_credentials", "refresh_token", "password"],
    },
    "instance_url": {"type": "str"},
    "login_url": {"type": "str"},
    "access_token": {"type": "str", "no_log": True},
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "security_token": {"type": "str", "no_log": True},
    "client_id": {"type": "str"},
    "client_secret": {"type": "str", "no_log": True},
    "private_key": {"type": "str", "no_log": True},
    "private_key_file": {"type": "path"},
    "refresh_token": {"type": "str", "no_log": True},
    "audience": {"type": "str"},
    "api_version": {"type": "str"},
    "timeout": {"type": "float"},
    "retries": {"type": "int"},
    "validate_certs": {"type": "bool"},
    "ca_path": {"type": "path"},
    "expected_org_id": {"type": "str"},
    "expected_sandbox": {"type": "bool"},
}
CONNECTION_OPTIONS = tuple(_CONNECTION)
#: Filled in last, so that an inventory variable or the environment can still decide.
CONNECTION_DEFAULTS: t.Mapping[str, t.Any] = {
    "auth_method": "auto",
    "api_version": "66.0",
    "timeout": 30.0,
    "retries": 4,
    "validate_certs": True,
}
_SIGN_IN = (
    "login_url",
    "username",
    "password",
    "security_token",
    "client_id",
    "client_secret",
    "private_key",
    "private_key_file",
    "refresh_token",
    "audience",
)
#: Credentials of somebody else, to be tried. A session that is there already would prove nothing.
SIGN_IN: Arguments = {
    "sign_in": {
        "type": "dict",
        "options": {
            "auth_method": {
                "type": "str",
                "choices": ["auto", "jwt_bearer", "client_credentials", "refresh_token", "password"],
                "default": "auto",
            },
            **{option: _CONNECTION[option] for option in _SIGN_IN},
        },
    }
}
#: How much a task may do. Filled like the connection options.
_GATES: Arguments = {
    "max_revocations": {"type": "int"},
    "approved_plan": {"type": "path"},
    "approved_plan_signature": {"type": "path"},
    "approved_plan_verify": {"type": "str"},
}
GATE_OPTIONS = tuple(_GATES)
APPROVAL_OPTIONS = tuple(one for one in _GATES if one.startswith("approved_plan"))
STATE: Arguments = {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}}


def environment_name(option: str) -> str:
    return "SALESFORCE_" + option.upper()


def connection_arguments() -> Arguments:
    """The connection options as part of an argument spec."""
    return _from_environment(_CONNECTION)


def gate_arguments() -> Arguments:
    """The options of modules that write by which people decide how much a task may do."""
    return _from_environment(_GATES)


def _from_environment(arguments: Arguments) -> Arguments:
    return {
        option: {**spec, "fallback": (env_fallback, [environment_name(option)]), **_default(option)}
        for option, spec in arguments.items()
    }


def _default(option: str) -> dict[str, t.Any]:
    return {"default": CONNECTION_DEFAULTS[option]} if option in CONNECTION_DEFAULTS else {}
