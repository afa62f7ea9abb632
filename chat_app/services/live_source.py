"""What the live side reads and writes: see `realtime.ports.LiveStore`.

These check no permission: what they read is shared by all who may look, and who may look has been
checked before.
"""

from sqlmodel import Session, col, select

from chat_app.models import Channel, Membership, User
from chat_app.models.channels import THREAD
from chat_app.realtime.person import Deleted, LiveChannel, LiveMembership
from chat_app.realtime.ports import ChannelSnapshot, PersonSnapshot
from chat_app.realtime.rendering import handle_of
from chat_app.realtime.views import ChannelView, PersonView
from chat_app.realtime.windows import WINDOW
from chat_app.services import conversations
from chat_app.services.access import OWNER
from chat_app.services.accounts import sessions
from chat_app.services.channels import read_marks, unread
from chat_app.services.messages import mentions, reading
from chat_app.services.transactions import read, write
from chat_app.text.markdown import to_html


class LiveSource:
    """The database as the live side sees it."""

    def channel(self, channel_id: int) -> ChannelSnapshot | None:
        """Return a channel, its members and its newest messages; None where there is none."""
        return read(_channel, channel_id)

    def person(self, user_id: int) -> PersonSnapshot | None:
        """Return a person and their memberships; None where there is none."""
        return read(_person, user_id)

    def alive_sessions(self, session_ids: set[str]) -> set[str]:
        """Return those of these sessions that are neither ended nor expired."""
        return read(sessions.alive, session_ids)

    def save_marks(self, marks: list[tuple[int, int, int, int]]) -> None:
        """Store how far people have read, and lower what was stored too high."""
        write(read_marks.save_many, marks)


def _channel(session: Session, channel_id: int) -> ChannelSnapshot | None:
    channel = session.get(Channel, channel_id)
    if channel is None:
        return None
    of_channel = Membership.channel_id == channel_id
    roles = dict(session.exec(select(Membership.user_id, Membership.role).where(of_channel)).all())
    view = ChannelView(
        id=str(channel.id),
        kind=channel.kind,
        name=channel.name or "",
        topic=channel.topic,
        topic_html=to_html(channel.topic),
        private=channel.private,
        member_count=len(roles),
        owner_ids=[str(user_id) for user_id, role in sorted(roles.items()) if role == OWNER],
    )
    # One more than is shown: the first says when and by whom the message before the window was.
    newest = reading.between(session, channel_id, channel.last_seq - WINDOW, channel.last_seq)
    titles = conversations.titles_of(session, channel)
    parent_id = conversations.parent_id_of(session, channel)
    return ChannelSnapshot(view, set(roles), newest, titles, channel.last_change, parent_id)


def _person(session: Session, user_id: int) -> PersonSnapshot | None:
    user = session.get(User, user_id)
    if user is None:
        return None
    view = PersonView(
        id=str(user.id),
        username=user.username,
        handle=handle_of(user.username, user.shared_name),
        display_name=user.display_name,
        color=user.color,
        status=user.status,
        presence="online",
        bot=user.owner_id is not None,
    )
    return PersonSnapshot(view, user.is_admin, _memberships(session, user_id))


def _memberships(session: Session, user_id: int) -> dict[int, LiveMembership]:
    own = (
        select(Channel, col(Membership.last_read_seq))
        .join(Membership, col(Membership.channel_id) == Channel.id)
        .where(Membership.user_id == user_id)
    )
    read_seqs = {channel.id: (channel, read) for channel, read in session.exec(own)}
    channels = [channel for channel, _ in read_seqs.values()]
    origins = conversations.origins_of(session, channels)
    titles = conversations.titles_for(session, user_id, channels)
    mentioned, deleted = mentions.unread(session, user_id), unread.deleted(session, user_id)
    return {
        channel_id: LiveMembership(
            user_id,
            channel.name or "",
            titles[channel_id],
            channel.private,
            read,
            LiveChannel(channel.last_seq, Deleted(deleted.get(channel_id, ()))),
            mentioned.get(channel_id, set()),
            channel.kind,
            frozenset(conversations.people_of(origins[channel_id])),
            origins[channel_id].id if channel.kind == THREAD else None,
        )
        for channel_id, (channel, read) in read_seqs.items()
        if channel_id is not None
    }
