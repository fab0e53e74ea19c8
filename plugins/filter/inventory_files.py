# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import typing as t

from ansible.errors import AnsibleFilterError
from ansible.module_utils.common.yaml import HAS_YAML, SafeDumper, yaml_dump

from ..module_utils._access.adoption import adopt

DOCUMENTATION = r"""
name: inventory_files
short_description: An org as files of an inventory
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Makes files of an inventory of what the C(_info) modules tell of an org. Applied again, with the playbook C(sfops.salesforce.apply), they change
    nothing. The same org always makes the same files.
  - Text from the org that looks like a template is marked, so that Ansible never evaluates it.
positional: host
options:
  _input:
    description:
      - What was read, as the modules report it. C(users) and C(assignments), and where they are to be described, C(profiles), C(permission_sets),
        C(groups), and C(trusted_ip_ranges), the whole result of M(sfops.salesforce.sf_trusted_ip_range_info). What could not be read stands in
        C(not_exported).
    type: dict
    required: true
  host:
    description: Name of the org in the inventory.
    type: str
    required: true
  connection:
    description: Variables by which the org is reached. No entry of an inventory is made where there are neither these nor O(secrets).
    type: dict
    default: {}
  secrets:
    description: Names of variables that are to be looked up, in a variable of that name with C(vault_) before it, else in the environment.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Make the files
  ansible.builtin.debug:
    msg: "{{ {'users': found.users, 'assignments': []} | sfops.salesforce.inventory_files('production') }}"
"""

RETURN = r"""
_value:
  description: >-
    C(files), a list of C(path) and C(content), and C(not_exported), a list of C(kind), C(key) and C(reason) of what they do not say.
  type: dict
"""

_TEMPLATES = ("{{", "{%", "{#")
#: A secret, from a vault or the environment.
_REFERENCE = "{{{{ vault_{0} | default(lookup('ansible.builtin.env', '{1}'), true) }}}}"


class _Unsafe(str):
    """Text that looks like a template."""


class _Raw(str):
    """Text that is one."""


class _Dumper(SafeDumper):
    """Marks text that looks like a template, and repeats what occurs twice instead of referring to it."""

    def ignore_aliases(self, data: t.Any) -> bool:
        """Readers need no anchors."""
        return True


def inventory_files(
    found: t.Mapping[str, t.Any],
    host: str,
    connection: t.Mapping[str, t.Any] | None = None,
    secrets: t.Sequence[str] = (),
) -> dict[str, t.Any]:
    """The filter.

    Raises:
        AnsibleFilterError: where PyYAML is missing.
    """
    if not HAS_YAML:
        raise AnsibleFilterError("PyYAML is missing, which ansible-core brings: install it")
    given = {"host": host, "found": dict(found), "connection": dict(connection or {}), "secrets": list(secrets)}
    # Values may be ansible-core's own kinds of text, which not every release's dumper knows.
    plain = json.loads(json.dumps(given))
    variables, host = adopt(plain["found"]), plain["host"]
    files = {f"host_vars/{host}/adopted.yml": _text(variables, host)}
    if plain["connection"] or plain["secrets"]:
        files[f"{host}.yml"] = _entry(plain["connection"], plain["secrets"], host)
    return {
        "files": [{"path": path, "content": files[path]} for path in sorted(files)],
        "not_exported": [lack for _value, missing in variables.values() for lack in missing],
    }


def _entry(options: t.Mapping[str, t.Any], secrets: t.Sequence[str], host: str) -> str:
    """An inventory with the org and how it is reached; secrets stand elsewhere."""
    told: dict[str, t.Any] = dict(options)
    told |= {name: _Raw(_REFERENCE.format(name, name.upper())) for name in secrets}
    content = {"salesforce_orgs": {"hosts": {host: dict(sorted(told.items()))}}}
    return _header([], host) + _dumped(content)


def _text(variables: t.Mapping[str, tuple[t.Any, t.Sequence[t.Mapping[str, str]]]], host: str) -> str:
    missing = [lack for _value, missing in variables.values() for lack in missing]
    return _header(missing, host) + "\n".join(_dumped({name: value}) for name, (value, _missing) in variables.items())


def _dumped(content: t.Any) -> str:
    return str(yaml_dump(_marked(content), Dumper=_Dumper, default_flow_style=False, sort_keys=False, **_LAYOUT))


_LAYOUT: dict[str, t.Any] = {"allow_unicode": True, "width": 1000}


def _header(missing: t.Sequence[t.Mapping[str, str]], host: str) -> str:
    lines = [
        f"Written by the playbook sfops.salesforce.export from what it found in {host}; the next export replaces it."
    ]
    if missing:
        lines.append("Not described here:")
        lines += [f"- {one['kind']} {one['key']}: {one['reason']}" for one in missing]
    return "".join(f"# {_on_one_line(one)}\n" for one in lines) + "---\n"


def _on_one_line(text: str) -> str:
    """Text for a comment: a comment ends where a line does."""
    return "".join(one if one.isprintable() else " " for one in text)


def _marked(value: t.Any) -> t.Any:
    if isinstance(value, dict):
        return {_marked(key): _marked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_marked(one) for one in value]
    if isinstance(value, str) and not isinstance(value, _Raw) and any(one in value for one in _TEMPLATES):
        return _Unsafe(value)
    return value


def _unsafe(dumper: t.Any, text: _Unsafe) -> t.Any:
    return dumper.represent_scalar("!unsafe", str(text), style='"')


def _raw(dumper: t.Any, text: _Raw) -> t.Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


if HAS_YAML:
    _Dumper.add_representer(_Unsafe, _unsafe)
    _Dumper.add_representer(_Raw, _raw)


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"inventory_files": inventory_files}
