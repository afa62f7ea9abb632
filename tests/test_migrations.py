"""Migrations: from nothing to the models, and back."""

import ast
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from hypothesis import given, settings
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

import chat_app.models  # noqa: F401 - registers the tables
from chat_app.backends.database import get_engine, make_engine, migrate, transaction
from chat_app.models import Membership, User
from chat_app.models.columns import include_in_autogenerate
from chat_app.services.access import Actor
from chat_app.services.accounts import profiles
from chat_app.services.messages import search
from chat_app.settings import get_settings
from chat_app.text import folding
from tests.conftest import start_afresh
from tests.support.texts import texts

ROOT = Path(__file__).parents[1]
# The newest migration that fills in what is searched.
NAMES = runpy.run_path(str(ROOT / "alembic" / "versions" / "0008_names_and_bots.py"))
SEARCH_WORDS = runpy.run_path(str(ROOT / "alembic" / "versions" / "0007_search_words.py"))
NEW_USER = (
    "INSERT INTO users (username, display_name, password_hash, color, status, created_at)"
    " VALUES ('{}', 'Ann', 'x', 'red', '', '2026-01-01')"
)
# As it was before people had roles.
OLD_USER = NEW_USER.replace("status,", "status, is_admin,").replace("'red', '',", "'red', '', false,")
NEW_CHANNEL = (
    "INSERT INTO channels (name, topic, private, last_seq, created_at)"
    " VALUES ('town', '', false, {}, '2026-01-01')"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'chat.db'}"
    server = request.getfixturevalue("postgresql")
    return server.url(server.new_database())


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


def differences(engine: Engine) -> list[Any]:
    """Return what a new migration would have to do."""
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_object": include_in_autogenerate}
        context = MigrationContext.configure(connection, opts=opts)
        return compare_metadata(context, SQLModel.metadata)


def checks(connection: Connection) -> dict[str, set[str]]:
    """Return the names of each table's checks, which alembic does not compare."""
    found = inspect(connection)
    return {
        table: {str(check["name"]) for check in found.get_check_constraints(table)}
        for table in SQLModel.metadata.tables
    }


def test_from_nothing_to_the_models_and_back_and_there_again(url: str, engine: Engine) -> None:
    assert differences(engine), "there is nothing yet"
    migrate(url=url)
    assert differences(engine) == []
    migrate("base", url=url)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate(url=url)
    assert differences(engine) == []


def test_migrated_tables_have_the_checks_of_the_models(url: str, engine: Engine, tmp_path: Path) -> None:
    migrate(url=url)
    with engine.connect() as connection:
        migrated = checks(connection)
    assert migrated["messages"] == {"ck_messages_seq_from_1"}
    modelled = make_engine(f"sqlite:///{tmp_path / 'models.db'}")
    SQLModel.metadata.create_all(modelled)
    with modelled.connect() as connection:
        assert migrated == checks(connection)
    modelled.dispose()


def test_every_constraint_has_a_name(url: str, engine: Engine) -> None:
    migrate(url=url)
    found = inspect(engine)
    for table in SQLModel.metadata.tables:
        constraints = [*found.get_foreign_keys(table), *found.get_unique_constraints(table)]
        constraints += [*found.get_check_constraints(table), *found.get_indexes(table)]
        assert all(constraint["name"] for constraint in constraints)


def test_migrating_inserts_nothing(url: str, engine: Engine) -> None:
    migrate(url=url)
    with engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            assert connection.execute(table.select()).all() == []


def test_migrating_twice_changes_nothing(url: str, engine: Engine) -> None:
    migrate(url=url)
    with engine.begin() as connection:
        connection.execute(text(NEW_USER.format("ann")))
    migrate(url=url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT username FROM users")).scalars().all() == ["ann"]


@pytest.mark.parametrize(
    "wrong",
    [
        "INSERT INTO memberships (channel_id, user_id, role, last_read_seq, joined_at)"
        " VALUES (7, 7, 'member', 0, '2026-01-01')",
        "INSERT INTO memberships (channel_id, user_id, role, last_read_seq, joined_at)"
        " SELECT channels.id, users.id, 'boss', 0, '2026-01-01' FROM channels, users",
        "INSERT INTO memberships (channel_id, user_id, role, last_read_seq, joined_at)"
        " SELECT channels.id, users.id, 'member', -1, '2026-01-01' FROM channels, users",
        "INSERT INTO messages (channel_id, seq, author_id, text, created_at)"
        " SELECT channels.id, 0, users.id, 'hello', '2026-01-01' FROM channels, users",
        "UPDATE channels SET last_seq = -1",
        "UPDATE channels SET kind = 'room'",
        "UPDATE channels SET kind = 'direct'",
        "UPDATE channels SET kind = 'direct', direct_key = '1,2'",
        "UPDATE channels SET kind = 'direct', name = NULL",
        "UPDATE channels SET kind = 'thread', name = NULL",
        "UPDATE channels SET direct_key = '1,2'",
        "UPDATE channels SET posting = 'nobody'",
        "INSERT INTO memberships (channel_id, user_id, role, last_read_seq, notify, joined_at)"
        " SELECT channels.id, users.id, 'member', 0, 'loudly', '2026-01-01' FROM channels, users",
        "UPDATE users SET email = 'Ann@example.org'",
        "UPDATE users SET role = 'owner'",
        NEW_USER.format("ann"),
        NEW_USER.format("Bob"),
        NEW_CHANNEL.format(0),
    ],
)
def test_database_itself_refuses_what_cannot_be(url: str, engine: Engine, wrong: str) -> None:
    migrate(url=url)
    with engine.begin() as connection:
        connection.execute(text(NEW_USER.format("ann")))
        connection.execute(text(NEW_CHANNEL.format(0)))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(wrong))


def test_sqlite_has_foreign_keys_on_and_writes_ahead(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'chat.db'}"
    migrate(url=url)
    engine = make_engine(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()


def test_directory_of_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    make_engine(f"sqlite:///{tmp_path / 'new' / 'chat.db'}").dispose()
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_error_of_the_database_tells_nothing_of_what_was_to_be_stored(url: str, engine: Engine) -> None:
    migrate(url=url)
    twice = text(NEW_USER.format("ann").replace("'Ann'", ":said"))
    with engine.begin() as connection:
        connection.execute(twice, {"said": "psst"})
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(twice, {"said": "psst"})
    assert "username" in str(caught.value)
    assert "psst" not in str(caught.value)


def test_database_of_the_settings_is_migrated_unless_another_is_named(
    settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.setenv("DATA_DIR", str(tmp_path / "here"))
    start_afresh()
    assert get_settings().database.startswith("sqlite:///")
    migrate()
    assert (tmp_path / "here" / "chat.db").exists()
    with transaction(reading=True) as session:
        assert inspect(session.connection()).has_table("users")
    assert get_engine().dialect.name == "sqlite"


def test_documented_command_migrates_from_any_directory(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'named.db'}"
    command = [sys.executable, "-m", "alembic", "-c", str(ROOT / "alembic.ini"), "-x", f"url={url}"]
    subprocess.run([*command, "upgrade", "head"], check=True, cwd=tmp_path, timeout=60)
    engine = make_engine(url)
    assert differences(engine) == []
    engine.dispose()


def test_migrations_are_one_line_of_descent_and_no_package() -> None:
    """A module named `alembic` in the root would hide the library."""
    assert not list((ROOT / "alembic").rglob("__init__.py"))
    parents = []
    for path in (ROOT / "alembic" / "versions").glob("*.py"):
        values = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            if node.targets[0].id == "down_revision"
        }
        parents.append(values["down_revision"])
    assert len(parents) == len(set(parents))


def test_messages_that_are_there_are_found_after_the_migration_and_kept_by_the_way_back(
    url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate("0002", url=url)
    with engine.begin() as connection:
        connection.execute(text(OLD_USER.format("ann")))
        connection.execute(text(NEW_CHANNEL.format(2)))
        for seq, said in enumerate(("Crème brûlée", ""), 1):
            connection.execute(
                text(
                    "INSERT INTO messages (channel_id, seq, author_id, text, created_at)"
                    " SELECT channels.id, :seq, users.id, :said, '2026-01-01' FROM channels, users"
                ),
                {"seq": seq, "said": said},
            )
    migrate(url=url)
    ann = Actor(user_id=1, username="ann", is_admin=False, session_id="")
    monkeypatch.setattr(search, "NEWEST_MESSAGES", 0)  # it is the index that has to know
    with Session(engine) as session:
        assert [each.text for each in search.find(session, ann, "brul").items] == ["Crème brûlée"]
    command.downgrade(Config(ROOT / "alembic.ini", attributes={"url": url}), "0002")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM messages WHERE text <> ''")).scalar() == 1
    migrate(url=url)
    with Session(engine) as session:
        assert [each.text for each in search.find(session, ann, "brul").items] == ["Crème brûlée"]


def test_people_who_are_there_are_found_after_the_migration(url: str, engine: Engine) -> None:
    migrate("0004", url=url)
    with engine.begin() as connection:
        connection.execute(text(OLD_USER.format("ann").replace("'Ann'", "'Élan'")))
    migrate(url=url)
    ann = Actor(user_id=1, username="ann", is_admin=False, session_id="")
    with Session(engine) as session:
        assert [each.username for each in profiles.find(session, ann, "elan")] == ["ann"]


def test_what_is_there_is_found_anew_by_consecutive_characters(
    url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate("0006", url=url)
    with engine.begin() as connection:
        connection.execute(text(OLD_USER.format("ann").replace("'Ann'", "'ばば'")))
        connection.execute(text(NEW_CHANNEL.format(1)))
        connection.execute(
            text(
                "INSERT INTO messages (channel_id, seq, author_id, text, words, created_at)"
                " SELECT channels.id, 1, users.id, 'グリーン', ' ク リ', '2026-01-01' FROM channels, users"
            )
        )
    migrate(url=url)
    ann = Actor(user_id=1, username="ann", is_admin=False, session_id="")
    monkeypatch.setattr(search, "NEWEST_MESSAGES", 0)
    with Session(engine) as session:
        assert [len(search.find(session, ann, asked).items) for asked in ("グリーン", "クリ", "リー")] == [
            1,
            0,
            1,
        ]
        assert [len(profiles.find(session, ann, asked)) for asked in ("ばば", "はは")] == [1, 0]


@given(texts)
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_the_newest_migration_of_words_fills_in_what_the_application_looks_for(said: str) -> None:
    """Whoever changes how words are folded adds a migration, and names it here."""
    assert SEARCH_WORDS["index_of"](said) == folding.index_of(said)
    assert SEARCH_WORDS["names"](said, "ann") == folding.names(said, "ann")
    assert NAMES["look"](said) == folding.look(said)


def test_names_that_are_there_are_told_apart_and_bots_lose_what_they_own(url: str, engine: Engine) -> None:
    migrate("0007", url=url)
    with engine.begin() as connection:
        for name in ("ann", "bob"):
            connection.execute(text(OLD_USER.format(name)))
        connection.execute(
            text("UPDATE users SET owner_id = 1, display_name = 'Аnn ' WHERE username = 'bob'")
        )
        connection.execute(text(NEW_CHANNEL.format(0)))
        join = "INSERT INTO memberships (channel_id, user_id, role, last_read_seq, joined_at)"
        for user, role in ((1, "member"), (2, "owner")):
            connection.execute(text(f"{join} VALUES (1, {user}, '{role}', 0, '2026-01-01')"))
    migrate(url=url)
    with Session(engine) as session:
        roles = dict(session.exec(select(Membership.user_id, Membership.role)).all())
        assert roles == {1: "owner", 2: "member"}
        assert session.get_one(User, 1).shared_name


def test_a_name_that_is_there_and_is_anothers_username_is_told_apart(url: str, engine: Engine) -> None:
    migrate("0007", url=url)
    with engine.begin() as connection:
        for name, shown in (("ann", "Anna"), ("eve", "Ann")):
            connection.execute(text(OLD_USER.format(name).replace("'Ann'", f"'{shown}'")))
    migrate(url=url)
    with Session(engine) as session:
        assert [session.get_one(User, each).shared_name for each in (1, 2)] == [False, True]


def test_no_migration_knows_the_application() -> None:
    for path in (ROOT / "alembic" / "versions").glob("*.py"):
        assert "chat_app" not in re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE), (
            path.name
        )


def test_no_id_is_given_out_again_because_of_a_migration(url: str, engine: Engine) -> None:
    migrate("0004", url=url)
    with engine.begin() as connection:
        connection.execute(text(NEW_CHANNEL.format(0)))
        connection.execute(text("DELETE FROM channels"))
    migrate(url=url)
    with engine.begin() as connection:
        connection.execute(text(NEW_CHANNEL.format(0)))
        assert connection.execute(text("SELECT id FROM channels")).scalars().all() == [2]
    command.downgrade(Config(ROOT / "alembic.ini", attributes={"url": url}), "0004")
    engine.dispose()  # a connection that knew the table which was replaced
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM channels"))
        connection.execute(text(NEW_CHANNEL.format(0)))
        assert connection.execute(text("SELECT id FROM channels")).scalars().all() == [3]


def test_what_could_not_be_said_before_is_left_out_on_the_way_back_and_all_else_stays(
    url: str, engine: Engine
) -> None:
    migrate(url=url)
    with engine.begin() as connection:
        for statement in (
            NEW_USER.format("ann"),
            NEW_USER.format("bob"),
            "UPDATE users SET role = 'admin' WHERE username = 'ann'",
            NEW_CHANNEL.format(1),
            "INSERT INTO channels (kind, direct_key, topic, private, last_seq, created_at)"
            " VALUES ('direct', '1,2', '', true, 1, '2026-01-01')",
            "INSERT INTO messages (channel_id, seq, author_id, text, created_at)"
            " SELECT id, 1, 1, coalesce(name, 'between us'), '2026-01-01' FROM channels",
            "INSERT INTO channels (kind, parent_message_id, topic, private, last_seq, created_at)"
            " SELECT 'thread', id, '', false, 0, '2026-01-01' FROM messages WHERE text = 'town'",
            "INSERT INTO memberships (channel_id, user_id, role, last_read_seq, joined_at)"
            " SELECT id, 2, 'moderator', 0, '2026-01-01' FROM channels",
        ):
            connection.execute(text(statement))
    command.downgrade(Config(ROOT / "alembic.ini", attributes={"url": url}), "0008")
    engine.dispose()
    with engine.connect() as connection:
        people = connection.execute(text("SELECT username, is_admin FROM users ORDER BY id")).all()
        assert [tuple(each) for each in people] == [("ann", True), ("bob", False)]
        assert connection.execute(text("SELECT text FROM messages")).scalars().all() == ["town"]
        assert connection.execute(text("SELECT role FROM memberships")).scalars().all() == ["member"]
    migrate(url=url)
    with Session(engine) as session:
        assert [each.role for each in session.exec(select(User).order_by("id"))] == ["admin", "member"]
    assert differences(engine) == []
