"""What the page shows of things: plain dictionaries, because they travel as JSON.

Times are milliseconds since the epoch, for the browser to write in its own zone and language.
"""

from typing import TypedDict


class ReactionView(TypedDict):
    """One emoji on a message. `user_ids` are the first people who gave it, `count` is all of them."""

    emoji: str
    count: int
    user_ids: list[str]


class QuoteView(TypedDict):
    """The message that another answers, on one line."""

    id: str
    seq: int
    author_id: str
    author: str
    handle: str  # as in a message
    text: str  # plain
    deleted: bool


class MessageView(TypedDict):
    """One message as everybody in the channel sees it."""

    id: str
    seq: int
    author_id: str
    author: str
    username: str
    handle: str  # `@username` where the name could be taken for another user's, otherwise empty
    bot: bool  # a program's account
    color: str
    html: str  # safe: made by chat_app.text.markdown
    at: int
    previous_at: int  # when the message before it was posted; 0 for the first of a channel
    previous_author_id: str  # and by whom
    edited: bool
    deleted: bool
    big: bool  # nothing but a few emojis
    reactions: list[ReactionView]
    quote: QuoteView | None  # what it answers
    client_message_id: str


class ChannelView(TypedDict):
    """The open channel. `id` is empty while none is open; its owners may delete what others wrote.

    Its `name` is empty where it is a direct message or a thread (`kind`). What it is called is no part of
    this: its title goes to each reader by themselves.
    """

    id: str
    kind: str
    name: str
    topic: str
    topic_html: str
    private: bool
    member_count: int
    owner_ids: list[str]


class LossView(TypedDict):
    """A channel that a page was in and has lost; all is empty while there is none. An id may be unknown.

    `name` is then what the page's address has of it.

    `reason`: `left` (or removed), `deleted`, `private` (by now, and one is not in it), `gone` (any of them).
    """

    id: str
    name: str
    reason: str


class PersonView(TypedDict):
    """A person who is here: `presence` is `online` or `away`; `status` is what they say of themselves."""

    id: str
    username: str
    handle: str  # as in a message
    display_name: str
    color: str
    status: str
    presence: str
    bot: bool


class TypistView(TypedDict):
    """A person who is writing."""

    id: str
    name: str
    handle: str  # as in a message


class CardView(TypedDict):
    """A person as one looks them up. `id` is empty while there is none; `since` in milliseconds."""

    id: str
    username: str
    display_name: str
    color: str
    status: str
    presence: str
    bot: bool
    since: int


class SidebarItem(TypedDict):
    """One of my channels in the list. `title` is what I read; `name` is empty where it has none."""

    id: str
    kind: str
    name: str
    title: str
    private: bool
    unread: int
    mentions: int  # how many of the unread messages mention me


class BrowseItem(TypedDict):
    """A channel I could join."""

    id: str
    name: str
    topic: str
    member_count: int


class InviteItem(TypedDict):
    """A person whom I could bring into the open channel."""

    username: str
    display_name: str


class FoundChannel(TypedDict):
    """A channel that was looked for by its name."""

    id: str
    name: str
    private: bool
    topic: str


class FoundPerson(TypedDict):
    """A person who was looked for by a name."""

    id: str
    username: str
    display_name: str
    color: str
    bot: bool


class SearchResult(TypedDict):
    """A message that was looked for, with what I read as the title of the channel that it is in."""

    id: str
    channel_id: str
    channel: str
    title: str
    kind: str
    private: bool
    author_id: str
    author: str
    handle: str  # as in the channel
    color: str
    at: int
    excerpt: str  # safe: escaped on the server, with `mark` around what was found


NO_CHANNEL = ChannelView(
    id="", kind="channel", name="", topic="", topic_html="", private=False, member_count=0, owner_ids=[]
)
NO_LOSS = LossView(id="", name="", reason="")
NO_CARD = CardView(
    id="", username="", display_name="", color="", status="", presence="offline", bot=False, since=0
)
