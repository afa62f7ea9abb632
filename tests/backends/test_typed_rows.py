"""Statements whose rows have types."""

import json
from typing import NamedTuple

import pytest
from sqlalchemy import literal, select
from sqlmodel import Session

from chat_app.backends.typed_rows import Query, json_rows
from chat_app.services.transactions import read
from tests.conftest import Database


class Pair(NamedTuple):
    """Two columns."""

    first: int
    second: str | None


def test_a_statement_with_other_columns_than_its_rows_have_is_refused() -> None:
    one, two = literal(1).label("first"), literal("a").label("second")
    assert Query(Pair, select(one, two)).row is Pair
    for wrong in (select(one), select(two, one), select(one, two, literal(3).label("third"))):
        with pytest.raises(TypeError, match="Pair"):
            Query(Pair, wrong)


def test_rows_are_what_they_were_said_to_be(database: Database) -> None:
    query = Query(Pair, select(literal(1).label("first"), literal("a").label("second")))

    def found(session: Session) -> list[Pair | None]:
        return [*query.all(session), query.first(session), query.one(session)]

    assert read(found) == [Pair(1, "a")] * 3


def test_no_row_is_none(database: Database) -> None:
    query = Query(Pair, select(literal(1).label("first"), literal("a").label("second")).where(literal(False)))
    assert read(query.first) is None
    assert read(query.all) == []


@pytest.mark.parametrize(("wanted", "told"), [(True, [[7, 'say "hi"\n']]), (False, None)])
def test_rows_within_a_row_are_json_and_none_where_there_are_none(
    database: Database, wanted: bool, told: list[object] | None
) -> None:
    rows = select(json_rows(literal(7), literal('say "hi"\n'))).where(literal(wanted))
    query = Query(Pair, select(literal(1).label("first"), rows.scalar_subquery().label("second")))
    second = read(query.one).second
    assert (second and json.loads(second)) == told
