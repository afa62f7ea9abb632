"""PostgreSQL's connections: which are asked whether they are alive, and what is planned once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, Integer, String, bindparam, cast, event, select, text
from sqlalchemy.exc import OperationalError

from chat_app.backends import postgres
from chat_app.backends.database import make_engine
from tests.support.databases import PostgresServer

END_ALL = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
NUMBER, WORD = cast(bindparam("number"), Integer), cast(bindparam("word"), String)
ANSWER = select(NUMBER, (WORD + " 100%").label("word")).execution_options(**postgres.PREPARED)


@pytest.fixture
def engine(postgresql: PostgresServer, postgresql_url: str) -> Iterator[Engine]:
    made = make_engine(postgresql_url)
    yield made
    made.dispose()


def backend(engine: Engine) -> int:
    """Return the process that serves the next connection."""
    with engine.connect() as connection:
        return connection.execute(text("select pg_backend_pid()")).scalar_one()


def end_all(postgresql: PostgresServer, url: str) -> None:
    """As when the database is started again."""
    database = url.rpartition("/")[2]
    postgresql.run_sql("postgres", END_ALL.replace("current_database()", f"'{database}'"))


def test_a_connection_that_died_while_it_was_idle_is_another_one_now(
    engine: Engine, postgresql: PostgresServer, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backend(engine)
    end_all(postgresql, postgresql_url)
    monkeypatch.setattr(postgres, "TRUSTED_SECONDS", -1)
    assert backend(engine) != before


def test_one_that_was_used_just_now_is_not_asked_and_fails_once(
    engine: Engine, postgresql: PostgresServer, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "TRUSTED_SECONDS", 60)
    before = backend(engine)
    assert backend(engine) == before
    end_all(postgresql, postgresql_url)
    with pytest.raises(OperationalError):
        backend(engine)
    assert backend(engine) != before


def test_a_statement_is_prepared_once_for_a_connection(engine: Engine) -> None:
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, sql, *_rest: sent.append(sql))
    for number in range(3):
        with engine.connect() as connection:
            assert connection.execute(ANSWER, {"number": number, "word": "it's"}).one() == (
                number,
                "it's 100%",
            )
            prepared = connection.execute(text("select count(*) from pg_prepared_statements")).scalar_one()
            assert prepared == 1
    assert [sql.split("(")[0] for sql in sent if "pg_prepared" not in sql] == ["EXECUTE prepared_0 "] * 3


def test_an_anew_connection_knows_nothing_of_what_was_prepared_on_the_one_before(
    engine: Engine, postgresql: PostgresServer, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "TRUSTED_SECONDS", -1)
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.execute(ANSWER, {"number": 1, "word": "hello"}).one().word == "hello 100%"
        end_all(postgresql, postgresql_url)


def test_nobody_waits_for_a_lock_for_longer_than_a_person_does(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("show lock_timeout")).scalar_one() == "10s"
        connection.rollback()
        assert connection.execute(text("show lock_timeout")).scalar_one() == "10s"


def test_text_comes_as_it_was_sent_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    made = make_engine(postgresql_url)
    with made.connect() as connection:
        assert connection.execute(ANSWER, {"number": 1, "word": "你好"}).one().word == "你好 100%"
    made.dispose()
