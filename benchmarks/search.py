"""How long a search takes among many messages, on SQLite and on PostgreSQL: `python -m benchmarks.search`.

MESSAGES (100,000 unless set) of a dozen words lie in twenty channels, half of which the person may read.
SQLite is a file in a temporary folder; PostgreSQL is the database named by SEARCH_DATABASE_URL, which is
emptied, and left out where none is named. Prints, for each kind of question, the median and the slowest of
RUNS runs in milliseconds.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, SQLModel, insert

from chat_app.backends.database import make_engine, migrate
from chat_app.models import Channel, Membership, Message, User
from chat_app.models.columns import now
from chat_app.services.access import Actor
from chat_app.services.messages import search
from chat_app.text import folding

MESSAGES = int(os.environ.get("MESSAGES", "100000"))
RUNS = int(os.environ.get("RUNS", "25"))
CHANNELS, WORDS, EVERY = 20, 12, 5000
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


def main() -> None:
    """Fill each database, ask each question, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        urls = {
            "SQLite": f"sqlite:///{folder}/search.db",
            "PostgreSQL": os.environ.get("SEARCH_DATABASE_URL"),
        }
        measured = {name: dict(measure(url)) for name, url in urls.items() if url}
    print(f"| search, {MESSAGES:,} messages: median (slowest) of {RUNS} in ms | {' | '.join(measured)} |")
    print(f"|---{'|---' * len(measured)}|")
    for kind in QUESTIONS:
        print(f"| {kind} | {' | '.join(times[kind] for times in measured.values())} |")


def measure(url: str) -> Iterator[tuple[str, str]]:
    """Each kind of question with what it took."""
    migrate(url=url)
    engine = make_engine(url)
    with Session(engine) as session:
        actor = fill(session)
        for kind, question in QUESTIONS.items():
            search.find(session, actor, question)  # what is compiled once
            took = [timed(session, actor, question) for _ in range(RUNS)]
            yield kind, f"{statistics.median(took):.1f} ({max(took):.1f})"
    engine.dispose()


def timed(session: Session, actor: Actor, question: str) -> float:
    """Milliseconds of one search."""
    begun = time.perf_counter()
    search.find(session, actor, question)
    return (time.perf_counter() - begun) * 1000


def fill(session: Session) -> Actor:
    """Empty the database and fill it; the person who will search. The same words each time."""
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
    for begun in range(0, MESSAGES, EVERY):
        rows = [row(number, channels, user, said, vocabulary) for number in range(begun, begun + EVERY)]
        connection.execute(insert(Message), rows)
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE")
    assert user.id is not None
    return Actor(user_id=user.id, username="ada", is_admin=False, session_id="")


def row(
    number: int, channels: list[Channel], user: User, said: random.Random, vocabulary: list[str]
) -> dict[str, Any]:
    """One message, with the words that the questions are about."""
    channel = channels[number % CHANNELS]
    words = said.choices(vocabulary, k=WORDS)
    words.append("often" if number % 4 < 2 else "never")
    if number % (MESSAGES // 50) == 0:
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


if __name__ == "__main__":
    sys.exit(main())
