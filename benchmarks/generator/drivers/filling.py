"""People, channels and messages in this application's database, whichever it is; what is there stays."""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, insert, select, text, update
from sqlmodel import col

from chat_app.backends.database import make_engine
from chat_app.models import Channel, Membership, User, UserSession
from chat_app.models.columns import UtcDateTime, now

AUTHORS = 1000
# As few statements as either database can do it in; each message has a text of its own.
MESSAGES = text("""
    insert into messages(channel_id, seq, author_id, text, created_at)
    with recursive
        numbers(n) as (select :have + 1 union all select n + 1 from numbers where n < :wanted),
        people(id, place) as (
            select id, row_number() over (order by id) - 1 from users where username like 'bench%'
            order by id limit :authors
        )
    select :channel, n, people.id, 'message number ' || n || ' lorem ipsum lorem ipsum lorem ipsum', :at
    from numbers join people on people.place = n % :authors
""").bindparams(bindparam("at", type_=UtcDateTime))


def session_of(person: int) -> str:
    """Return the id of a person's session."""
    return f"{person:032x}"


def fill(url: str, name: str, people: int, members: int, messages: int) -> tuple[dict[int, int], int]:
    """Have people with a session each, and a channel; return people's ids by number, and the channel's."""
    engine = make_engine(url)
    with engine.begin() as connection:
        ids = _people(connection, people)
        _sessions(connection, ids)
        channel = _channel(connection, name)
        _members(connection, channel, [ids[each] for each in range(members)])
        _messages(connection, channel, min(people, AUTHORS), messages)
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
    return ids, channel


def _people(connection: Connection, people: int) -> dict[int, int]:
    asked = select(col(User.username), col(User.id)).where(col(User.username).regexp_match("^bench[0-9]+$"))
    known = {int(name.removeprefix("bench")): user_id or 0 for name, user_id in connection.execute(asked)}
    if missing := [each for each in range(people) if each not in known]:
        looks = {"password_hash": "", "color": "blue", "status": "", "created_at": now()}
        names = [{"username": f"bench{each}", "display_name": f"Bench {each}"} for each in missing]
        connection.execute(insert(User), [{**each, **looks} for each in names])
        return _people(connection, people)
    return known


def _sessions(connection: Connection, ids: dict[int, int]) -> None:
    at = now()
    times = {"created_at": at, "opened_at": at, "expires_at": at + timedelta(days=1)}
    connection.execute(update(UserSession).values(times))
    known = set(connection.execute(select(col(UserSession.id))).scalars())
    rows = [
        {"id": session_of(person), "user_id": user_id, **times}
        for person, user_id in ids.items()
        if session_of(person) not in known
    ]
    if rows:
        connection.execute(insert(UserSession), rows)


def _channel(connection: Connection, name: str) -> int:
    found = connection.execute(select(col(Channel.id)).where(col(Channel.name) == name)).scalar()
    if found is None:
        connection.execute(insert(Channel).values(name=name, created_at=now()))
        return _channel(connection, name)
    return found


def _members(connection: Connection, channel: int, wanted: list[int]) -> None:
    asked = select(col(Membership.user_id)).where(col(Membership.channel_id) == channel)
    known = set(connection.execute(asked).scalars())
    at = now()
    rows = [{"channel_id": channel, "user_id": each, "joined_at": at} for each in wanted if each not in known]
    if rows:
        connection.execute(insert(Membership), rows)


def _messages(connection: Connection, channel: int, authors: int, wanted: int) -> None:
    this = col(Channel.id) == channel
    have = connection.execute(select(col(Channel.last_seq)).where(this)).scalar_one()
    if have < wanted:
        said = {"channel": channel, "authors": authors, "have": have, "wanted": wanted}
        connection.execute(MESSAGES, {**said, "at": now()})
        connection.execute(update(Channel).where(this).values(last_seq=wanted))
