# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From SOQL text to values, with Salesforce's complaints about the text."""

from __future__ import annotations

import functools
import re
import typing as t
from pathlib import Path as File

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from ..errors import ApiError, refuse
from . import semijoins
from .syntax import (
    Choice,
    Comparison,
    Condition,
    Function,
    Item,
    Literal,
    Logical,
    Membership,
    Order,
    Path,
    Query,
    TypeOf,
)

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
NEIGHBOURHOOD = 60
#: Rows that no answer has; larger limits mean the same.
MOST = 2**31


@functools.cache
def _parser() -> Lark:
    return Lark((File(__file__).parent / "grammar.lark").read_text("utf-8"), parser="lalr", cache=True)


def locate(text: str, position: int) -> str:
    """The lines with which Salesforce points at a place of a query."""
    start = max(0, position - NEIGHBOURHOOD)
    line = text[start : position + NEIGHBOURHOOD].replace("\n", " ")
    row = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return f"\n{line}\n{' ' * (position - start)}^\nERROR at Row:{row}:Column:{column}\n"


def parse(text: str) -> Query:
    """The query in *text*; raises ApiError (MALFORMED_QUERY)."""
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        raise _complaint(text, error) from None
    query = _query(t.cast("Tree[Token]", tree.children[0]))
    _no_stray_alias(text, query)
    _semijoins(query)
    return query


def _semijoins(query: Query) -> None:
    semijoins.check(query.where)
    for item in query.items:
        if isinstance(item, Query):
            _semijoins(item)


def _complaint(text: str, error: UnexpectedInput) -> ApiError:
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        return refuse("eof_query")
    position = error.pos_in_stream or 0
    if isinstance(error, UnexpectedCharacters) and text[position:].strip() == "":
        return refuse("eof_query")
    word = re.match(r"\s*(\w+|.)", text[position:], re.DOTALL)
    token = word.group(1) if word else text[position : position + 1]
    return refuse("token_query", where=locate(text, position), token=token)


def _no_stray_alias(text: str, query: Query) -> None:
    """Only what is aggregated or grouped can be given another name."""
    grouped = bool(query.group) or any(isinstance(item, Function) for item in query.items)
    for item in query.items:
        if isinstance(item, Query):
            _no_stray_alias(text, item)
        elif isinstance(item, Path) and item.alias and not grouped:
            raise refuse("alias_query", where=locate(text, item.position))


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _tokens(tree: Tree[Token], *kinds: str) -> list[Token]:
    return [child for child in tree.children if isinstance(child, Token) and child.type in kinds]


def _path(token: Token, alias: str = "") -> Path:
    parts = tuple(part.strip() for part in str(token).split("."))
    return Path(parts, token.start_pos or 0, alias)


def _query(tree: Tree[Token]) -> Query:
    found: dict[str, Tree[Token]] = {str(child.data): child for child in _trees(tree)}
    source = found["source"]
    names = _tokens(source, "NAME")
    group = found.get("group")
    order = found.get("order")
    having = next((child for child in _trees(group) if child.data == "having"), None) if group is not None else None
    return Query(
        items=tuple(_item(child) for child in _trees(found["items"])),
        source=str(names[0]).strip(),
        source_position=names[0].start_pos or 0,
        alias=str(names[1]) if len(names) > 1 else "",
        where=_condition(_trees(found["where"])[0]) if "where" in found else None,
        group=tuple(_operand(one) for one in _trees(group) if one.data != "having") if group is not None else (),
        having=_condition(_trees(having)[0]) if having is not None else None,
        order=tuple(_order(one) for one in _trees(order)) if order is not None else (),
        limit=min(int(str(_tokens(found["limit"], "WHOLE")[0])), MOST) if "limit" in found else None,
        offset=int(str(_tokens(found["offset"], "WHOLE")[0])) if "offset" in found else 0,
        all_rows="all_rows" in found,
        scope=str(_tokens(found["scope"], "NAME")[0]).lower() if "scope" in found else "",
    )


def _item(tree: Tree[Token]) -> Item:
    if tree.data == "subquery":
        return _query(_trees(tree)[0])
    if tree.data == "typeof":
        return _typeof(tree)
    alias = _tokens(tree, "ALIAS")
    if tree.data == "field":
        return _path(_tokens(tree, "NAME")[0], str(alias[0]) if alias else "")
    made = _operand(tree)
    return (
        Function(made.name, made.arguments, made.position, str(alias[0]) if alias else "")
        if isinstance(made, Function)
        else made
    )


def _typeof(tree: Tree[Token]) -> TypeOf:
    branches: list[tuple[str, tuple[Path, ...]]] = []
    otherwise: tuple[Path, ...] = ()
    for child in _trees(tree):
        if child.data == "branch":
            fields = tuple(_path(one) for one in _tokens(_trees(child)[0], "NAME"))
            branches.append((str(_tokens(child, "NAME")[0]), fields))
        else:
            otherwise = tuple(_path(one) for one in _tokens(child, "NAME"))
    return TypeOf(_path(_tokens(tree, "NAME")[0]), tuple(branches), otherwise)


def _operand(tree: Tree[Token]) -> Path | Function:
    if tree.data == "path":
        return _path(_tokens(tree, "NAME")[0])
    if tree.data == "operand":
        return _operand(_trees(tree)[0])
    name = _tokens(tree, "NAME")[0]
    arguments = tuple(
        _literal(child) if child.data in ("text", "number") else _operand(child) for child in _trees(tree)
    )
    return Function(str(name), arguments, name.start_pos or 0)


def _order(tree: Tree[Token]) -> Order:
    return Order(_operand(_trees(tree)[0]), bool(_tokens(tree, "DESC")), bool(_tokens(tree, "LAST")))


def _condition(tree: Tree[Token]) -> Condition:
    kind = str(tree.data)
    parts = _trees(tree)
    if kind in ("conjunction", "disjunction", "negation"):
        names = {"conjunction": "and", "disjunction": "or", "negation": "not"}
        return Logical(names[kind], tuple(_condition(one) for one in parts))
    operand = _operand(parts[0])
    if kind in ("membership", "exclusion"):
        chosen = parts[1]
        values = _query(_trees(chosen)[0]) if chosen.data == "subquery" else tuple(_literal(v) for v in _trees(chosen))
        return Membership(operand, kind == "exclusion", values)
    if kind == "choice":
        return Choice(operand, bool(_tokens(tree, "EXCLUDES")), tuple(_literal(v) for v in _trees(parts[1])))
    operator = "like" if kind == "like" else str(_tokens(tree, "OPERATOR")[0])
    return Comparison(operand, "!=" if operator == "<>" else operator, _literal(parts[1]))


def _literal(tree: Tree[Token]) -> Literal:
    kind = str(tree.data)
    if kind in ("true", "false"):
        return Literal("boolean", kind == "true")
    if kind == "null":
        return Literal("null", None)
    raw = str(tree.children[0])
    if kind == "text":
        return Literal("text", _unescape(raw[1:-1]))
    if kind == "number":
        return Literal("number", float(raw) if re.search(r"[.eE]", raw) else int(raw))
    return Literal(kind, raw.upper() if kind == "range" else raw)


def _unescape(raw: str) -> str:
    """Salesforce's escapes; ``\\%`` and ``\\_`` keep their backslash, because LIKE needs it."""

    def one(match: re.Match[str]) -> str:
        char = match.group(1)
        if char in "%_":
            return "\\" + char
        if char not in ESCAPES and char.lower() not in ESCAPES:
            raise refuse(
                "malformed_query",
                text=f"Illegal string literal: Invalid string literal '{raw}'. Illegal character sequence '\\{char}' in string literal.",
            )
        return ESCAPES.get(char, ESCAPES.get(char.lower(), char))

    return re.sub(r"\\(.)", one, raw, flags=re.DOTALL)
