"""People for tests, signed up and signed in through the services."""

from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import Session

from chat_app.backends.database import transaction
from chat_app.models import Channel, Membership
from chat_app.security import make_token
from chat_app.services.access import Actor
from chat_app.services.accounts import registration, sessions
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write

PASSWORD = "correct horse"


def person(username: str) -> Actor:
    """Somebody new, signed in."""
    return sign_in(int(registration.sign_up(username, PASSWORD).id))


def sign_in(user_id: int) -> Actor:
    """Another sign-in of somebody."""
    token = write(sessions.exchange_ticket, write(sessions.start, user_id))
    return read(sessions.verify, token)


def token_of(actor: Actor) -> str:
    """Return what the actor's browser has in its cookie."""
    return make_token("browser", actor.session_id, actor.user_id, timedelta(days=1))


def cookie_of(actor: Actor) -> str:
    """Return what the actor's browser sends along, over http."""
    return f"{sessions.cookie_name(secure=False)}={token_of(actor)}"


def channel_of(owner: Actor, name: str, *others: Actor, private: bool = False) -> int:
    """Return the id of a new channel with these people in it."""
    channel_id = int(write(channels.create, owner, name, private=private).id)
    for other in others:
        write(memberships.invite, owner, channel_id, other.user_id)
    return channel_id


def direct_between(*user_ids: int) -> int:
    """Return the id of a new direct message between these people, which no feature makes yet."""
    with transaction() as session:
        return store_direct(session, *user_ids)


def thread_of(message_id: str | int, *user_ids: int) -> int:
    """Return the id of a new thread of a message that these people follow, which no feature makes yet."""
    with transaction() as session:
        return _store(session, user_ids, Channel(kind="thread", parent_message_id=int(message_id)))


def store_direct(session: Session, *user_ids: int) -> int:
    """Do the same in this transaction."""
    key = ",".join(map(str, sorted(user_ids)))
    return _store(session, user_ids, Channel(kind="direct", direct_key=key, private=True))


def _store(session: Session, user_ids: Iterable[int], channel: Channel) -> int:
    session.add(channel)
    session.flush()
    assert channel.id is not None
    session.add_all(Membership(channel_id=channel.id, user_id=user_id) for user_id in user_ids)
    return channel.id


def post(author: Actor, channel_id: int, text: str = "hello") -> str:
    """Return the id of a new message."""
    return write(storing.insert, author, Draft(channel_id, text))[0].id
