"""Rows that are given to a statement as one parameter, so that it is the same however many they are."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import CTE, bindparam, cast, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class _Elements(FunctionElement[Any]):
    """The elements of an array in JSON, each a row."""

    inherit_cache = True


class _Element(FunctionElement[Any]):
    """One of the elements of an array in JSON, by its place."""

    inherit_cache = True


@compiles(_Elements, "sqlite")
@compiles(_Elements, "postgresql")
def _elements(element: _Elements, compiler: Any, **options: Any) -> str:
    array = compiler.process(element.clauses, **options)
    on_sqlite = compiler.dialect.name == "sqlite"
    return f"json_each({array})" if on_sqlite else f"jsonb_array_elements(CAST({array} AS JSONB))"


@compiles(_Element, "sqlite")
@compiles(_Element, "postgresql")
def _element(element: _Element, compiler: Any, **options: Any) -> str:
    array, at = (compiler.process(each, **options) for each in element.clauses)
    return f"json_extract({array}, '$[{at}]')" if compiler.dialect.name == "sqlite" else f"{array} ->> {at}"


def parameter_rows(parameter: str, **columns: TypeEngine[Any]) -> CTE:
    """Return a table of these columns; its rows come with each execution, made by `as_parameter`."""
    each = _Elements(bindparam(parameter)).table_valued("value")
    selected = [
        cast(_Element(each.c.value, literal_column(str(at))), kind).label(name)
        for at, (name, kind) in enumerate(columns.items())
    ]
    return select(*selected).cte(parameter)


def as_parameter(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as the value of such a parameter."""
    return json.dumps([[*row] for row in rows], ensure_ascii=False)
