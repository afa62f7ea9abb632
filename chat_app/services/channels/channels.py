"""Channels: creating, listing, changing, deleting."""

import re
from typing import Any, cast

from sqlalchemy import and_, case, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, or_, select

from chat_app.backends.upsert import add_if_absent
from chat_app.errors import Conflict, FieldError, Forbidden, Invalid, Sentence
from chat_app.events import ChannelChanged, ChannelCreated, ChannelDeleted, MemberJoined
from chat_app.models import Channel, Membership, User
from chat_app.models.channels import DIRECT
from chat_app.models.columns import table_of
from chat_app.schemas import ChannelKind, ChannelPublic
from chat_app.services import access, conversations
from chat_app.services.access import MEMBER, OWNER, Actor
from chat_app.services.channels import unread
from chat_app.services.public import user
from chat_app.services.transactions import record
from chat_app.settings import get_settings
from chat_app.text import folding
from chat_app.text.cleaning import check_length, one_line, slug, tidy

GENERAL = "general"
DEFAULT_LIMIT = 20  # channels, unless it is said how many
NAME_RULE = "Use lower-case English letters, digits and single hyphens, for example {example}."
NAME_LENGTH_RULE = (
    "Use {shortest} to {longest} lower-case English letters, digits and single hyphens, "
    "for example {example}."
)


def ensure_general(session: Session) -> Channel:
    """Return the channel that everybody is in, made when missing, and locked until the transaction ends."""
    add_if_absent(session, Channel, **Channel(name=GENERAL).model_dump(exclude={"id"}))
    # Locked, so that of two first accounts only one finds no other.
    return session.exec(select(Channel).where(Channel.name == GENERAL).with_for_update(key_share=True)).one()


def create(
    session: Session, actor: Actor, name: str, topic: str = "", private: bool = False
) -> ChannelPublic:
    """Create a channel with the actor as its owner. One that a bot creates is owned by the bot's person.

    Raises:
        Invalid: the name is no slug (the sentence proposes one), or the topic is too long.
        Conflict: the name is taken.
    """
    channel = Channel(
        name=_checked_name(name), topic=_checked_topic(topic), private=private, created_by=actor.user_id
    )
    _save(session, channel)
    assert channel.id is not None
    record(session, ChannelCreated(channel.id, private))
    owner_id = session.get_one(User, actor.user_id).owner_id or actor.user_id
    for user_id, role in {actor.user_id: MEMBER, owner_id: OWNER}.items():
        session.add(Membership(channel_id=channel.id, user_id=user_id, role=role))
        record(session, MemberJoined(channel.id, user_id))
    return public(session, actor, channel)


def list_visible(session: Session, actor: Actor) -> list[ChannelPublic]:
    """Return the channels the actor is in and the public ones: by name, and behind them by title."""
    return _listed(session, actor, or_(access.JOINED, access.OPEN))


def list_joined(session: Session, actor: Actor) -> list[ChannelPublic]:
    """Return the channels the actor is in: by name, and behind them by title."""
    return _listed(session, actor, access.JOINED)


def list_joinable(session: Session, actor: Actor, part: str = "") -> list[ChannelPublic]:
    """Return the public channels the actor is not in, with `part` in their name or topic, by name."""
    is_joinable = and_(access.OPEN, ~access.JOINED)
    wanted = folding.fold(tidy(part))
    return [
        channel
        for channel in _listed(session, actor, is_joinable)
        if wanted in folding.fold(f"{channel.name} {channel.topic}")
    ]


def find(session: Session, actor: Actor, query: str, limit: int = DEFAULT_LIMIT) -> list[ChannelPublic]:
    """Return channels that the actor may see, by a part of their name; those that begin with it first."""
    part = slug(query, get_settings().channel_name_max)
    if not part:
        return []
    begins_first = case((col(Channel.name).startswith(part), 0), else_=1)
    return _listed(session, actor, col(Channel.name).contains(part), begins_first, limit=limit)


def get(session: Session, actor: Actor, channel_id: int) -> ChannelPublic:
    """Return one channel that the actor may see."""
    return public(session, actor, access.channel_for(session, actor, channel_id))


def change(
    session: Session,
    actor: Actor,
    channel_id: int,
    name: str | None = None,
    topic: str | None = None,
    private: bool | None = None,
) -> ChannelPublic:
    """Change what is given. For its owner and administrators.

    Raises:
        Forbidden: not theirs, no channel, or a change of name or privacy of `general`.
        Invalid, Conflict: as in `create`.
    """
    channel = access.owned_channel_for(session, actor, channel_id)
    access.check_is_channel(channel)
    if channel.name == GENERAL and (name not in (None, GENERAL) or private):
        raise Forbidden(
            Sentence(
                "{channel} keeps its name and stays open to everybody.", channel=access.channel_label(GENERAL)
            )
        )
    if name is not None:
        channel.name = _checked_name(name)
    if topic is not None:
        channel.topic = _checked_topic(topic)
    if private is not None:
        channel.private = private
    if session.is_modified(channel):
        _save(session, channel)
        record(session, ChannelChanged(channel_id, channel.private))
    return public(session, actor, channel)


def delete(session: Session, actor: Actor, channel_id: int) -> None:
    """Delete a channel and all that was said in it. For its owner and administrators.

    Raises:
        Forbidden: not theirs, no channel, or it is `general`.
    """
    channel = access.owned_channel_for(session, actor, channel_id)
    access.check_is_channel(channel)
    if channel.name == GENERAL:
        raise Forbidden(Sentence("{channel} cannot be deleted.", channel=access.channel_label(GENERAL)))
    session.delete(channel)
    record(session, ChannelDeleted(channel_id))


def public(session: Session, actor: Actor, channel: Channel) -> ChannelPublic:
    """Return a channel as the actor sees it."""
    return _listed(session, actor, col(Channel.id) == channel.id)[0]


def _listed(
    session: Session, actor: Actor, condition: Any, *first: Any, limit: int | None = None
) -> list[ChannelPublic]:
    """Return what the actor may see of what fulfils the condition.

    In the order of what comes `first`, then by name; what has none is behind it, by title.
    """
    others = table_of(Membership).alias()
    count = (
        select(func.count()).select_from(others).where(others.c.channel_id == Channel.id).scalar_subquery()
    )
    statement = (
        select(Channel, col(Membership.last_read_seq), count, unread.DELETED)
        .join(Membership, access.MINE, isouter=True)
        .where(access.VISIBLE, condition)
        .order_by(*first, col(Channel.name))
        .limit(limit)
    )
    rows = session.exec(statement, params={"user_id": actor.user_id}).all()
    channels = [row[0] for row in rows]
    titles = conversations.titles_for(session, actor.user_id, channels)
    people = conversations.members_of(session, channels)
    found = [_public(*row, titles[row[0].id], people) for row in rows]
    unnamed = sorted((each for each in found if each.name is None), key=lambda each: each.title.casefold())
    return [each for each in found if each.name is not None] + unnamed


def _public(
    channel: Channel, read: int | None, member_count: int, deleted: int, title: str, people: dict[int, User]
) -> ChannelPublic:
    is_direct, parent = channel.kind == DIRECT, channel.parent_message_id
    return ChannelPublic(
        id=str(channel.id),
        kind=cast(ChannelKind, channel.kind),
        name=channel.name,
        title=title,
        topic=channel.topic,
        private=channel.private,
        member_count=member_count,
        members=[user(people[each]) for each in conversations.people_of(channel)] if is_direct else None,
        parent_message_id=None if parent is None else str(parent),
        last_seq=channel.last_seq,
        joined=read is not None,
        unread=0 if read is None else channel.last_seq - read - deleted,
        created_at=channel.created_at,
    )


def _save(session: Session, channel: Channel) -> None:
    try:
        with session.begin_nested():
            session.add(channel)
    except IntegrityError:
        raise Conflict("There is already a channel with this name.", field="name") from None


def _checked_name(name: str) -> str:
    shortest, longest = get_settings().channel_name_min, get_settings().channel_name_max
    tidied = tidy(name)
    if shortest <= len(tidied) <= longest and re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", tidied):
        return tidied
    proposed = slug(tidied, longest)
    example = proposed if len(proposed) >= shortest else "sales-team"
    rule = NAME_RULE if shortest <= len(tidied) <= longest else NAME_LENGTH_RULE
    sentence = Sentence(rule, shortest=shortest, longest=longest, example=example)
    raise Invalid(FieldError("name", sentence))


def _checked_topic(topic: str) -> str:
    line = one_line(topic)
    check_length(line, get_settings().topic_max, "topic", "Topics can have at most {longest} characters.")
    return line
