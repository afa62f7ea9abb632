"""Rows of numbers as one value of a statement, which stays the same however many they are."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import CTE, BigInteger, bindparam, cast, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


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
    return f"json_each({array})" if on_sqlite else f"json_array_elements(CAST({array} AS JSON))"


@compiles(_Element, "sqlite")
@compiles(_Element, "postgresql")
def _element(element: _Element, compiler: Any, **options: Any) -> str:
    array, at = (compiler.process(each, **options) for each in element.clauses)
    return f"json_extract({array}, '$[{at}]')" if compiler.dialect.name == "sqlite" else f"{array} ->> {at}"


def rows(parameter: str, *columns: str) -> CTE:
    """Return a table of these columns; its rows come with each execution, made by `as_parameter`."""
    each = _Elements(bindparam(parameter)).table_valued("value")
    numbers = [
        cast(_Element(each.c.value, literal_column(str(at))), BigInteger).label(name)
        for at, name in enumerate(columns)
    ]
    return select(*numbers).cte(parameter)


def as_parameter(found: Iterable[tuple[int, ...]]) -> str:
    """Return rows as a statement is given them."""
    return json.dumps([*found])
