"""How long a search takes among many messages, on SQLite and on PostgreSQL.

Messages of a dozen words lie in twenty channels, half of which the person may read. No server is asked, but
the service; the database is emptied first.
"""

import random
import time
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, SQLModel, insert

from benchmarks.figures import milliseconds
from benchmarks.generator.meter import Row
from benchmarks.peers import Peer
from chat_app.backends.database import make_engine, migrate
from chat_app.models import Channel, Membership, Message, User
from chat_app.models.columns import now
from chat_app.services.access import Actor
from chat_app.services.messages import search
from chat_app.text import folding

CHANNELS, WORDS, TOGETHER = 20, 12, 5000
SELDOM = 50  # messages with a rare word
JAPANESE = (
    "今日は天気がいい",
    "明日は雨が降る",
    "会議は三時から始まる",
    "大学の図書館で勉強する",
    "気が変わった",
)
QUESTIONS = {
    "in half of all messages": "often",
    "one letter": "o",
    "in 50 messages": "seldom",
    "in none": "absent",
    "a common and a rare one": "often seldom",
    "common only where one may not look": "elsewhere",
    "two common ones, never together": "often never",
    "a phrase of common words": '"seldom elsewhere"',
    "three characters of Japanese": "天気が",
}


async def measure(peer: Peer, messages: int, runs: int) -> list[Row]:
    """Return a row for each kind of question, asked so often among so many messages."""
    searched = peer.with_database("search")
    searched.make_database()
    migrate(url=searched.url)
    engine = make_engine(searched.url)
    with Session(engine) as session:
        actor = fill(session, messages)
        rows = list(_rows(session, actor, runs))
    engine.dispose()
    return rows


def _rows(session: Session, actor: Actor, runs: int) -> Iterator[Row]:
    for kind, question in QUESTIONS.items():
        search.find(session, actor, question)  # what is compiled once
        yield {"size": kind, **milliseconds(_timed(session, actor, question) for _ in range(runs))}


def _timed(session: Session, actor: Actor, question: str) -> float:
    begun = time.perf_counter()
    search.find(session, actor, question)
    return time.perf_counter() - begun


def fill(session: Session, messages: int) -> Actor:
    """Empty the database, fill it with the same words each time, and return the person who will search."""
    connection: Any = session.connection()
    for table in reversed(SQLModel.metadata.sorted_tables):
        connection.execute(table.delete())
    user = User(username="ada", display_name="Ada", password_hash="", color="red")
    session.add(user)
    session.flush()
    channels = [Channel(name=f"channel-{number}", private=number % 2 == 1) for number in range(CHANNELS)]
    session.add_all(channels)
    session.flush()
    open_to_all = [channel.id for channel in channels if not channel.private]
    session.add_all(Membership(channel_id=each, user_id=user.id) for each in open_to_all)  # pyright: ignore[reportArgumentType]
    said = random.Random(1)
    vocabulary = ["".join(said.choices("abcdefghijklm", k=said.randint(3, 9))) for _ in range(20_000)]
    for begun in range(0, messages, TOGETHER):
        rows = [
            row(number, messages, channels, user, said, vocabulary)
            for number in range(begun, min(messages, begun + TOGETHER))
        ]
        connection.execute(insert(Message), rows)
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE")
    assert user.id is not None
    return Actor(user_id=user.id, username="ada", is_admin=False, session_id="")


def row(
    number: int,
    messages: int,
    channels: list[Channel],
    user: User,
    said: random.Random,
    vocabulary: list[str],
) -> dict[str, Any]:
    """Return one message, with the words that the questions are about."""
    channel = channels[number % CHANNELS]
    words = said.choices(vocabulary, k=WORDS)
    words.append("often" if number % 4 < 2 else "never")
    if number % (messages // SELDOM) == 0:
        words.append("seldom")
    if channel.private:
        words.append("elsewhere")
    words.append(JAPANESE[number % len(JAPANESE)])
    text = " ".join(words)
    return {
        "channel_id": channel.id,
        "seq": number // CHANNELS + 1,
        "author_id": user.id,
        "text": text,
        "search_words": folding.index_of(text),
        "created_at": now(),
    }
