"""What is behind a conversation, and what one person reads as its title.

A channel has a name, the same for everybody. A direct message is called by the people in it, without the one
who reads it; a thread as the conversation that it hangs from, because what its message says can be edited and
deleted. Checks no permission: see `access`.
"""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from chat_app.models import Channel, Message, User
from chat_app.models.channels import DIRECT, THREAD
from chat_app.realtime.ports import Titles
from chat_app.realtime.rendering import handle_of


def people_of(channel: Channel) -> list[int]:
    """Return the ids of those whom a direct message is between; none of any other conversation."""
    return [int(user_id) for user_id in (channel.direct_key or "").split(",") if user_id]


def parent_id_of(session: Session, channel: Channel) -> int | None:
    """Return the id of the conversation that a thread hangs from; None where it is no thread."""
    if channel.parent_message_id is None:
        return None
    return session.exec(select(Message.channel_id).where(Message.id == channel.parent_message_id)).one()


def origins_of(session: Session, channels: Sequence[Channel]) -> dict[int | None, Channel]:
    """Return what each conversation is called after: itself, and in place of a thread what it hangs from."""
    return {channel.id: channel for channel in channels} | _parents(session, channels)


def titles_for(session: Session, reader_id: int, channels: Sequence[Channel]) -> dict[int | None, str]:
    """Return what one person reads as the title of each of these conversations, by its id."""
    origins = origins_of(session, channels)
    names = _names(session, origins.values())
    return {channel_id: _title(origin, reader_id, names) for channel_id, origin in origins.items()}


def title_for(session: Session, reader_id: int, channel: Channel) -> str:
    """Return what one person reads as the title of a conversation."""
    return channel.name or titles_for(session, reader_id, [channel])[channel.id]


def titles_of(session: Session, channel: Channel) -> Titles:
    """Return the titles of a conversation for all of its readers."""
    origin = origins_of(session, [channel])[channel.id]
    if origin.name is not None:
        return Titles(origin.name)
    names = _names(session, [origin])
    return Titles(own={user_id: _title(origin, user_id, names) for user_id in people_of(origin)})


def members_of(session: Session, channels: Iterable[Channel]) -> dict[int, User]:
    """Return the people whom direct messages are between, by their ids."""
    ids = {user_id for channel in channels for user_id in people_of(channel)}
    if not ids:
        return {}
    return {user.id or 0: user for user in session.exec(select(User).where(col(User.id).in_(ids)))}


def _parents(session: Session, channels: Iterable[Channel]) -> dict[int | None, Channel]:
    threads = {each.parent_message_id: each.id for each in channels if each.kind == THREAD}
    if not threads:
        return {}
    parents = select(Channel, Message.id).join(Message, col(Message.channel_id) == Channel.id)
    found = session.exec(parents.where(col(Message.id).in_(threads)))
    return {threads[message_id]: parent for parent, message_id in found}


def _names(session: Session, origins: Iterable[Channel]) -> dict[int, str]:
    """Return what the people of direct messages are called, each told apart from who has the same name."""
    people = members_of(session, (origin for origin in origins if origin.kind == DIRECT))
    return {
        user_id: f"{user.display_name} {handle_of(user.username, user.shared_name)}".rstrip()
        for user_id, user in people.items()
    }


def _title(origin: Channel, reader_id: int, names: dict[int, str]) -> str:
    if origin.name is not None:
        return origin.name
    ids = people_of(origin)
    others = [user_id for user_id in ids if user_id != reader_id] or ids
    return ", ".join(sorted((names[user_id] for user_id in others), key=str.casefold))
