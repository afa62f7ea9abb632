"""The channels that a person may see, many at once; one by one they are fetched through `access`."""

from collections.abc import Collection

from sqlmodel import Session, bindparam, col, select

from chat_app.models import Channel, Membership
from chat_app.services.access import JOINED, MINE, SEEN, VISIBLE, Actor

_BY_IDS = SEEN.where(col(Channel.id).in_(bindparam("channel_ids", expanding=True)))
_JOINED = SEEN.where(JOINED).order_by(col(Channel.id))
_IDS = select(Channel.id).join(Membership, MINE, isouter=True).where(VISIBLE)


def ids(session: Session, actor: Actor) -> list[int]:
    """Return the ids of all channels that this person may see."""
    found = session.exec(_IDS, params={"user_id": actor.user_id})
    return [channel_id for channel_id in found if channel_id is not None]


def by_ids(session: Session, actor: Actor, channel_ids: Collection[int]) -> list[Channel]:
    """Return those of these channels that this person may see."""
    asked = {"user_id": actor.user_id, "channel_ids": channel_ids}
    return [channel for channel, _ in session.exec(_BY_IDS, params=asked)]


def joined(session: Session, actor: Actor) -> list[tuple[Channel, Membership]]:
    """Return the channels that this person is in, by id, and their memberships of them."""
    found = session.exec(_JOINED, params={"user_id": actor.user_id})
    return [(channel, membership) for channel, membership in found]
