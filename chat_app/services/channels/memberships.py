"""Who is in a channel."""

from sqlmodel import Session, col, select

from chat_app.backends.upsert import add_if_absent
from chat_app.errors import Forbidden, NotFound, Sentence
from chat_app.events import ChannelDeleted, MemberJoined, MemberLeft
from chat_app.models import Channel, Membership, Message, User
from chat_app.models.channels import CHANNEL, DIRECT, THREAD
from chat_app.models.columns import now
from chat_app.schemas import ChannelPublic, MemberPublic, UserPublic
from chat_app.services import access, conversations, public
from chat_app.services.access import MEMBER, OWNER, Actor
from chat_app.services.channels import channels
from chat_app.services.channels.channels import GENERAL
from chat_app.services.transactions import record
from chat_app.text import folding
from chat_app.text.cleaning import tidy


def join(session: Session, actor: Actor, channel_id: int) -> ChannelPublic:
    """Join a public channel; nothing happens when the actor is in it already.

    A person who joins a channel that nobody owns, because its people have left, owns it from then on.
    A thread is joined by those who are in what it hangs from.

    Raises:
        NotFound: absent, or private to others.
        Forbidden: a thread of a channel that the actor is not in.
    """
    channel = _locked(session, actor, channel_id)
    if channel.kind == THREAD:
        access.membership_for(session, actor, conversations.parent_id_of(session, channel) or 0)
    _put_in(session, channel, actor.user_id)
    return channels.public(session, actor, channel)


def leave(session: Session, actor: Actor, channel_id: int) -> None:
    """Leave a channel. Ownership passes to the longest member; a private channel without people is deleted.

    Bots are no people here: they own nothing and keep nothing alive.

    Raises:
        NotFound, Forbidden: not a member; or it is `general`, or a direct message.
    """
    channel = _locked(session, actor, channel_id)
    _, membership = access.membership_for(session, actor, channel_id)
    if channel.kind == DIRECT:
        access.check_is_channel(channel)
    _take_out(session, channel, membership)


def invite(session: Session, actor: Actor, channel_id: int, user_id: int) -> MemberPublic:
    """Put another person into a channel. For every member of it.

    Raises:
        NotFound, Forbidden: the actor is not a member, or it is no channel; or there is no such person.
    """
    channel = _locked(session, actor, channel_id)
    access.membership_for(session, actor, channel_id)
    access.check_is_channel(channel)
    user = session.get(User, access.valid_id(user_id))
    if user is None:
        raise NotFound("There is no such person.")
    _put_in(session, channel, user_id)
    return _public(session.get_one(Membership, (channel_id, user_id)), user)


def remove(session: Session, actor: Actor, channel_id: int, user_id: int) -> None:
    """Take a person out of a channel. Its owner and administrators may remove anyone, others only themselves.

    Raises:
        NotFound: no such channel for the actor, or that person is not in it.
        Forbidden: it is another person's channel, or `general`.
    """
    if user_id == actor.user_id:
        return leave(session, actor, channel_id)
    channel = _locked(session, actor, channel_id)
    access.owned_channel_for(session, actor, channel_id)
    membership = session.get(Membership, (channel_id, access.valid_id(user_id)))
    if membership is None:
        raise NotFound(
            Sentence("That person is not in {channel}.", channel=access.label_for(session, actor, channel))
        )
    _take_out(session, channel, membership)


def list_members(session: Session, actor: Actor, channel_id: int) -> list[MemberPublic]:
    """Return who is in a channel that the actor may see, by username."""
    access.channel_for(session, actor, channel_id)
    joined = select(Membership, User).join(User, col(User.id) == Membership.user_id)
    found = session.exec(joined.where(Membership.channel_id == channel_id).order_by(User.username))
    return [_public(membership, user) for membership, user in found]


def search_members(
    session: Session, actor: Actor, channel_id: int, beginning: str, limit: int = 8
) -> list[UserPublic]:
    """Return members of a channel that the actor may see, whose username or a word of whose name begins so.

    Case and accents make no difference.
    """
    access.channel_for(session, actor, channel_id)
    wanted = folding.fold(tidy(beginning))
    if not wanted:
        return []
    begins = col(User.search_names).contains(" " + wanted, autoescape=True)
    found = select(User).join(Membership, col(Membership.user_id) == User.id)
    found = found.where(Membership.channel_id == channel_id, begins).order_by(User.username).limit(limit)
    return [public.user(user) for user in session.exec(found)]


def _locked(session: Session, actor: Actor, channel_id: int) -> Channel:
    """Return the channel, locked: all others that would join or leave it wait until this is done."""
    access.lock_channel(session, channel_id)
    return access.channel_for(session, actor, channel_id)


def _put_in(session: Session, channel: Channel, user_id: int) -> None:
    assert channel.id is not None
    can_be_owned = channel.kind == CHANNEL and channel.name != GENERAL
    may_own = can_be_owned and not _is_owned(session, channel.id) and _is_person(session, user_id)
    role = OWNER if may_own else MEMBER
    fresh = Membership(
        channel_id=channel.id, user_id=user_id, role=role, last_read_seq=channel.last_seq, joined_at=now()
    )
    if add_if_absent(session, Membership, **fresh.model_dump()):
        record(session, MemberJoined(channel.id, user_id))


def _is_person(session: Session, user_id: int) -> bool:
    """Return whether this is a person's account, and not a bot."""
    person = select(User.id).where(User.id == user_id, col(User.owner_id).is_(None))
    return session.exec(person).first() is not None


def _is_owned(session: Session, channel_id: int) -> bool:
    owners = select(Membership.user_id).where(Membership.channel_id == channel_id, Membership.role == OWNER)
    return session.exec(owners.limit(1)).first() is not None


def _take_out(session: Session, channel: Channel, membership: Membership) -> None:
    if channel.name == GENERAL:
        raise Forbidden(Sentence("Everybody stays in {channel}.", channel=access.channel_label(GENERAL)))
    session.delete(membership)
    _take_out_of_threads(session, membership)
    session.flush()
    record(session, MemberLeft(membership.channel_id, membership.user_id))
    if channel.kind == CHANNEL:
        _pass_on(session, channel)


def _take_out_of_threads(session: Session, membership: Membership) -> None:
    """Take the person out of the channel's threads: who is in one is always in what it hangs from."""
    threads = (
        select(Membership)
        .join(Channel, col(Channel.id) == Membership.channel_id)
        .join(Message, col(Message.id) == Channel.parent_message_id)
        .where(Message.channel_id == membership.channel_id, Membership.user_id == membership.user_id)
    )
    for each in session.exec(threads).all():
        session.delete(each)
        record(session, MemberLeft(each.channel_id, each.user_id))


def _pass_on(session: Session, channel: Channel) -> None:
    """Give a channel without an owner a new one, or delete it when it is private and no person is in it."""
    by_age = (col(Membership.joined_at), col(Membership.user_id))
    people = select(Membership).join(User, col(User.id) == Membership.user_id)
    people = people.where(Membership.channel_id == channel.id, col(User.owner_id).is_(None))
    left = session.exec(people.order_by(*by_age)).all()
    if not left and channel.private and channel.id is not None:
        session.delete(channel)
        record(session, ChannelDeleted(channel.id))
    elif left and not any(membership.role == OWNER for membership in left):
        left[0].role = OWNER


def _public(membership: Membership, user: User) -> MemberPublic:
    return MemberPublic(user=public.user(user), role=membership.role, joined_at=membership.joined_at)
