"""People for tests, signed up and signed in through the services."""

from datetime import timedelta

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


def post(author: Actor, channel_id: int, text: str = "hello") -> str:
    """Return the id of a new message."""
    return write(storing.insert, author, Draft(channel_id, text))[0].id
