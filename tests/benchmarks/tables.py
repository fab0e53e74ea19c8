# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables for people."""

from __future__ import annotations

import typing as t


def show(title: str, header: t.Sequence[str], rows: t.Sequence[t.Sequence[t.Any]], note: str = "") -> None:
    """Print one table; numbers stand to the right."""
    texts = [[_text(one) for one in row] for row in rows]
    widths = [max(len(line[place]) for line in [list(header), *texts]) for place in range(len(header))]
    print(f"\n{title}")
    print("  " + "  ".join(name.ljust(width) for name, width in zip(header, widths)).rstrip())
    print("  " + "  ".join("-" * width for width in widths))
    for row, line in zip(rows, texts):
        cells = [
            text.rjust(width) if isinstance(value, (int, float)) else text.ljust(width)
            for value, text, width in zip(row, line, widths)
        ]
        print("  " + "  ".join(cells).rstrip())
    if note:
        print(f"  {note}")


def _text(value: t.Any) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
