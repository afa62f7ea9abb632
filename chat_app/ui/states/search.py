"""Finding channels, people and messages."""

from html import escape

import reflex as rx

from chat_app.errors import ChatError, SignedOut
from chat_app.failures import attempt
from chat_app.realtime.rendering import handle_of
from chat_app.realtime.views import FoundChannel, FoundPerson, SearchResult
from chat_app.schemas import MessagePublic
from chat_app.services.accounts import profiles
from chat_app.services.channels import channels
from chat_app.services.messages import search
from chat_app.text.excerpts import EXCERPT_LENGTH, excerpt
from chat_app.text.markdown import to_plain
from chat_app.ui.states.error_text import ErrorText, message_of
from chat_app.ui.states.identity import as_text, read_as_me
from chat_app.ui.states.people import looks_now
from chat_app.ui.states.toast import OUR_FAULT

MAX_QUESTION_LENGTH = 200  # characters of a question
MAX_NAMES = 5  # channels, and people, that are shown above the messages


class SearchState(rx.State):
    """What was found for the question `answered`."""

    answered: str = ""
    channels: list[FoundChannel] = []
    people: list[FoundPerson] = []
    found: list[SearchResult] = []
    has_more: bool = False  # messages that are older than those found
    more_error: ErrorText = ""

    @rx.event(supersedes=True)
    async def look_up(self, question: str):
        """Find what goes by that name or says that; a later question takes the place of an earlier one."""
        asked = as_text(question)[:MAX_QUESTION_LENGTH]
        self.channels, self.people, (self.found, self.has_more) = await read_as_me(self, _everything, asked)
        self.answered, self.more_error = asked, ""

    @rx.event
    async def load_more(self, last: str):
        """Show older messages behind those found, of which this is the last.

        What is not the last by now, or never was, changes nothing: the page has asked twice, or asks for a
        question of before.
        """
        if not self.has_more or self.found[-1]["id"] != last:
            return
        if self.more_error:
            self.more_error = ""  # so that the page can tell a second refusal from the first
            yield
        try:
            more, self.has_more = await read_as_me(self, _views, self.answered, int(last))
        except SignedOut:
            raise
        except ChatError as error:
            self.more_error = message_of(error)
        except Exception:
            self.more_error = OUR_FAULT
            raise
        else:
            self.found = [*self.found, *more]

    @rx.event
    async def load_names(self):
        """Show what was found under people's names and colours as they are now."""
        ids = {view["author_id"] for view in self.found} | {person["id"] for person in self.people}
        looks = await looks_now(self, ids)
        self.found = [SearchResult(**{**view, **looks.get(view["author_id"], {})}) for view in self.found]
        self.people = [_under_name_now(person, looks.get(person["id"])) for person in self.people]


Results = tuple[list[SearchResult], bool]  # and whether there are older ones


def _everything(session, actor, asked: str) -> tuple[list[FoundChannel], list[FoundPerson], Results]:
    return _channels(session, actor, asked), _people(session, actor, asked), _views(session, actor, asked)


def _under_name_now(person: FoundPerson, look: dict[str, str] | None) -> FoundPerson:
    if look is None:
        return person
    return FoundPerson(**{**person, "display_name": look["author"], "color": look["color"]})


def _channels(session, actor, asked: str) -> list[FoundChannel]:
    return [
        FoundChannel(id=each.id, name=each.title, private=each.private, topic=each.topic)
        for each in channels.find(session, actor, asked, MAX_NAMES)
    ]


def _people(session, actor, asked: str) -> list[FoundPerson]:
    name = asked.strip().removeprefix("@")
    if not name:
        return []
    return [
        FoundPerson(
            id=user.id,
            username=user.username,
            display_name=user.display_name,
            color=user.color,
            bot=user.bot,
        )
        for user in profiles.find(session, actor, name, MAX_NAMES)
    ]


def _views(session, actor, asked: str, before: int | None = None) -> Results:
    found, has_more = search.find_with_channels(session, actor, asked, before)
    views = [
        SearchResult(
            id=message.id,
            channel_id=message.channel_id,
            channel=channel.name or "",
            title=title,
            kind=channel.kind,
            private=channel.private,
            author_id=message.author.id,
            author=message.author.display_name,
            handle=handle_of(message.author.username, message.author.shared_name),
            color=message.author.color,
            at=int(message.created_at.timestamp() * 1000),
            excerpt=_excerpt(message, asked),
        )
        for message, channel, title in found
    ]
    return views, has_more


def _excerpt(message: MessagePublic, asked: str) -> str:
    """Return what is shown of a message that was found; its beginning as typed where that cannot be told."""
    beginning = escape(" ".join(message.text[:EXCERPT_LENGTH].split()))
    return attempt(
        lambda: excerpt(to_plain(message.text), asked),
        beginning,
        "The excerpt of message %s could not be made.",
        message.id,
    )
