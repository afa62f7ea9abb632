"""People for tests, signed up and signed in through the services."""

from datetime import timedelta

from chat_app.security import make_token
from chat_app.services import accounts, channels, memberships, sessions
from chat_app.services.access import Actor
from chat_app.services.work import look_up, perform

PASSWORD = "correct horse"


def person(username: str) -> Actor:
    """Somebody new, signed in."""
    return sign_in(int(accounts.sign_up(username, PASSWORD).id))


def sign_in(user_id: int) -> Actor:
    """Another sign-in of somebody."""
    token = perform(sessions.open, perform(sessions.start, user_id))
    return look_up(sessions.verify, token)


def token_of(actor: Actor) -> str:
    """What the actor's browser has in its cookie."""
    return make_token("browser", actor.session_id, actor.user_id, timedelta(days=1))


def channel_of(owner: Actor, name: str, *others: Actor, private: bool = False) -> int:
    """The id of a new channel with these people in it."""
    channel_id = int(perform(channels.create, owner, name, private=private).id)
    for other in others:
        perform(memberships.invite, owner, channel_id, other.user_id)
    return channel_id
