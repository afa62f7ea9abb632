"""Who may see, and who may do, what. Every channel and message is fetched through here.

What a person may not see does not exist for them: missing and hidden give the same answer.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, bindparam, cast
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import Select

from chat_app.backends.postgres import PREPARED
from chat_app.errors import Forbidden, NotFound, Sentence
from chat_app.models import Channel, Membership, Message, User
from chat_app.models.channels import CHANNEL, DIRECT, THREAD
from chat_app.models.columns import BIG_ID
from chat_app.services import conversations
from chat_app.text.cleaning import tidy

OWNER = "owner"
MEMBER = "member"
# What a token may allow; the last is signing out, tokens and bots, which only the person may do.
READ = "read"
WRITE = "write"
ACCOUNT = "account"
# The largest whole number that both databases store.
MAX_ID = 2**63 - 1


@dataclass(frozen=True)
class Actor:
    """The person who asks, from a verified session; never from an argument.

    `scopes` is what the token allows: all that a person may do, unless it is a personal access token.
    """

    user_id: int
    username: str
    is_admin: bool
    session_id: str
    scopes: frozenset[str] = frozenset({READ, WRITE, ACCOUNT})


@dataclass(frozen=True)
class Claim:
    """What a token of ours says; whether its session is still alive has not been looked up."""

    user_id: int
    session_id: str


def no_such_channel() -> NotFound:
    """Return the one answer for a channel that is absent and one that is hidden."""
    return NotFound("There is no such channel, or it is private.")


def no_such_message() -> NotFound:
    """Return the same for a message."""
    return NotFound("There is no such message.")


def channel_label(title: str, private: bool = False) -> str:
    """Return a channel as sentences name it: only a public one has a number sign before its name."""
    return title if private else f"#{title}"


def label_for(session: Session, actor: "Actor | Claim", channel: Channel) -> str:
    """Return a conversation as sentences to this person name it: by the title that they read."""
    title = conversations.title_for(session, actor.user_id, channel)
    return channel_label(title, channel.private or channel.kind != CHANNEL)


def valid_id(number: int | None) -> int | None:
    """Return a number from outside as an id to look up; 0, which nothing has, when it can be no id."""
    return number if number is None or 0 < number <= MAX_ID else 0


# Built once, because nearly everything begins with it. They ask for the `user_id`.
MINE = and_(col(Membership.channel_id) == Channel.id, col(Membership.user_id) == bindparam("user_id"))
_parent, _in_parent = aliased(Channel), aliased(Membership)
_is_mine = col(_in_parent.user_id) == bindparam("user_id")


def _is_open(channel: Any) -> ColumnElement[bool]:
    return and_(col(channel.kind) == CHANNEL, col(channel.private).is_(False))


_parent_is_seen = (
    select(Message.id)
    .join(_parent, col(_parent.id) == Message.channel_id)
    .join(_in_parent, and_(col(_in_parent.channel_id) == _parent.id, _is_mine), isouter=True)
    .where(Message.id == Channel.parent_message_id)
    .where(or_(_is_open(_parent), col(_in_parent.user_id).is_not(None)))
    .correlate(Channel)
    .exists()
)
# What everybody may see, what a person is in, and what they may see: a thread with what it hangs from.
OPEN = _is_open(Channel)
JOINED = col(Membership.user_id).is_not(None)
VISIBLE = or_(
    OPEN, and_(col(Channel.kind) != THREAD, JOINED), and_(col(Channel.kind) == THREAD, _parent_is_seen)
)
_Statement: TypeAlias = Select[Channel, Membership]
SEEN = select(Channel, Membership).join(Membership, MINE, isouter=True).where(VISIBLE)
# A prepared statement takes it for what stands here: too large a number finds nothing, and is no error.
_BY_ID = SEEN.where(col(Channel.id) == cast(bindparam("channel_id"), BIG_ID))
_BY_NAME = SEEN.where(col(Channel.name) == bindparam("name"))


def _seen(
    session: Session, actor: "Actor | Claim", statement: _Statement, **asked: Any
) -> tuple[Channel, Membership | None]:
    asked |= {"user_id": actor.user_id}
    found = session.exec(statement, params=asked, execution_options=PREPARED).first()
    if found is None:
        raise no_such_channel()
    return found[0], found[1]


def lock_channel(session: Session, channel_id: int) -> None:
    """Lock a channel: all others that would change it, or what is in it, wait until this is done."""
    this = Channel.id == valid_id(channel_id)
    session.exec(select(Channel.id).where(this).with_for_update(key_share=True)).first()


def lock_person(session: Session, user_id: int) -> None:
    """Lock a person: all others that count what they have wait until this is done."""
    session.exec(select(User.id).where(User.id == user_id).with_for_update(key_share=True)).first()


def channel_for(session: Session, actor: Actor, channel_id: int) -> Channel:
    """Return a channel that this person may see: public, or one they are in.

    Raises:
        NotFound: absent, or private to others.
    """
    return _seen(session, actor, _BY_ID, channel_id=valid_id(channel_id))[0]


def channel_named(session: Session, actor: Actor, name: str) -> Channel:
    """Return the same by name, whatever its case."""
    return _seen(session, actor, _BY_NAME, name=tidy(name).lower())[0]


def membership_for(session: Session, actor: Actor | Claim, channel_id: int) -> tuple[Channel, Membership]:
    """Return a channel that this person is in, and their membership of it.

    Raises:
        NotFound: absent, or private to others.
        Forbidden: public, but they have not joined it.
    """
    channel, membership = _seen(session, actor, _BY_ID, channel_id=valid_id(channel_id))
    if membership is None:
        raise Forbidden(Sentence("Join {channel} first.", channel=label_for(session, actor, channel)))
    return channel, membership


def owned_channel_for(session: Session, actor: Actor, channel_id: int) -> Channel:
    """Return a channel that this person may manage: its owner, or an administrator who sees it.

    A thread is managed with what it hangs from. A direct message has no owner, so nobody manages it.

    Raises:
        NotFound: absent, or private to others (to administrators too).
        Forbidden: it is another person's, or nobody's.
    """
    channel, membership = _seen(session, actor, _BY_ID, channel_id=valid_id(channel_id))
    if channel.kind == THREAD:
        owned_channel_for(session, actor, conversations.parent_id_of(session, channel) or 0)
    elif channel.kind == DIRECT:
        raise Forbidden("A direct message has no owner, so nobody can do that.")
    elif not actor.is_admin and (membership is None or membership.role != OWNER):
        raise Forbidden(
            Sentence(
                "Only the owner of {channel} or an administrator can do that.",
                channel=label_for(session, actor, channel),
            )
        )
    return channel


def check_is_channel(channel: Channel) -> None:
    """Check that it is a channel: what has a name can be changed, and people come and go.

    Raises:
        Forbidden: it is a direct message or a thread.
    """
    if channel.kind != CHANNEL:
        raise Forbidden("That can only be done with a channel.")


def message_for(
    session: Session, actor: Actor, message_id: int, *, to_change: bool = False
) -> tuple[Message, Channel]:
    """Return a message in a channel that this person may see, and that channel.

    `to_change` locks its channel: all others that would change it, or post, wait until this is done.

    Raises:
        NotFound: absent, or in a channel that is private to others.
    """
    message = session.get(Message, valid_id(message_id))
    if message is not None and to_change:
        lock_channel(session, message.channel_id)
        message = session.get(Message, message.id, populate_existing=True)
    if message is None:
        raise no_such_message()
    try:
        return message, channel_for(session, actor, message.channel_id)
    except NotFound:
        raise no_such_message() from None


def check_editor(session: Session, actor: Actor, message: Message) -> None:
    """Check that the actor may edit the message: their own, in a channel they are in.

    Raises:
        NotFound, Forbidden: they may not.
    """
    if message.author_id != actor.user_id:
        raise Forbidden("You can only edit your own messages.")
    membership_for(session, actor, message.channel_id)
    if message.deleted_at is not None:
        raise NotFound("This message has been deleted.")


def check_deleter(session: Session, actor: Actor, message: Message) -> None:
    """Check that the actor may delete the message: their own, or in a channel they may manage.

    Raises:
        Forbidden: they may not.
    """
    if message.author_id != actor.user_id:
        owned_channel_for(session, actor, message.channel_id)


def require(actor: Actor, scope: str) -> None:
    """Check that the actor's token allows this.

    Raises:
        Forbidden: it does not.
    """
    if scope in actor.scopes:
        return
    if scope == ACCOUNT:
        raise Forbidden("No access token can do that. Sign in with your password.")
    raise Forbidden(Sentence("This access token lacks the scope `{scope}`.", scope=scope))
