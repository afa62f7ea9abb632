"""Statements whose rows have types, and rows that come in a column of another row."""

from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import Session

RowT = TypeVar("RowT", bound=NamedTuple)


@dataclass(frozen=True)
class Query(Generic[RowT]):
    """A statement, built once, whose columns are the fields of its rows."""

    row: type[RowT]
    statement: Select[*tuple[Any, ...]]

    def __post_init__(self) -> None:
        """Refuse a statement that has other columns than its rows have fields, or in another order."""
        columns = tuple(column.key for column in self.statement.selected_columns)
        if columns != self.row._fields:
            raise TypeError(f"{self.row.__name__} does not have these columns as its fields: {columns}")

    def all(self, session: Session, **values: object) -> list[RowT]:
        """Return all rows."""
        return [*map(self.row._make, session.connection().execute(self.statement, values))]

    def first(self, session: Session, **values: object) -> RowT | None:
        """Return the first row, or None where there is none."""
        found = session.connection().execute(self.statement, values).first()
        return None if found is None else self.row._make(found)

    def one(self, session: Session, **values: object) -> RowT:
        """Return the only row, which there is."""
        return self.row._make(session.connection().execute(self.statement, values).one())


class json_rows(GenericFunction[str]):  # noqa: N801 - it is written as a function
    """The rows of a subquery as the text of a JSON list of lists; NULL where there are none.

    In any order. SQLite's JSON knows no blobs: a column that could hold one has to be cast.
    """

    type = String()
    inherit_cache = True


@compiles(json_rows, "sqlite")
def _on_sqlite(element: json_rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"nullif(json_group_array(json_array({compiler.process(element.clauses, **options)})), '[]')"


@compiles(json_rows, "postgresql")
def _on_postgresql(element: json_rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **options)})) AS VARCHAR)"
