# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``@{ref.id}`` and ``@{ref.records[0].Id}``: a later subrequest names what an earlier one answered."""

from __future__ import annotations

import re
import typing as t

from ..errors import refuse

REFERENCE = re.compile(r"@\{\s*([^}]+?)\s*\}")
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*\Z")


def resolve(value: t.Any, answers: dict[str, t.Any]) -> t.Any:
    """*value* with every reference replaced; raises ApiError (PROCESSING_HALTED)."""
    if isinstance(value, dict):
        return {key: resolve(part, answers) for key, part in value.items()}
    if isinstance(value, list):
        return [resolve(part, answers) for part in value]
    if not isinstance(value, str) or "@{" not in value:
        return value
    whole = REFERENCE.fullmatch(value.strip())
    if whole is not None:
        return _look_up(whole.group(1), answers)
    return REFERENCE.sub(lambda match: _written(_look_up(match.group(1), answers)), value)


def _written(found: t.Any) -> str:
    return str(found).lower() if isinstance(found, bool) else str(found)


def _look_up(expression: str, answers: dict[str, t.Any]) -> t.Any:
    steps = [name or int(index) for name, index in STEP.findall(expression)]
    name, rest = str(steps[0]), steps[1:]
    current: t.Any = answers.get(name)
    for step in rest:
        current = _step(current, step)
        if current is None:
            raise refuse("reference", name=expression, reference=name)
    if current is None or isinstance(current, (dict, list)):
        raise refuse("reference", name=expression, reference=name)
    return current


def _step(current: t.Any, step: str | int) -> t.Any:
    if isinstance(step, int):
        return current[step] if isinstance(current, list) and step < len(current) else None
    if not isinstance(current, dict):
        return None
    return next((part for key, part in current.items() if key.lower() == step.lower()), None)
