"""How channels are written: a number sign stands before the name of a public one, and of no other."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx

from chat_app.errors import Forbidden, NotFound
from chat_app.services.access import Actor
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import write
from chat_app.ui.components.conversation.composer import visiting
from chat_app.ui.components.conversation.log import message_log
from chat_app.ui.pages.chat import chat_page
from chat_app.ui.texts import errors
from chat_app.ui.texts.spanish import MODULES
from tests.support.people import channel_of, person
from tests.test_browser_modules import node

# Says what an expression of the page comes to where every channel in it is this one.
EVALUATE = """
const [channel, expressions, reasons] = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const said = reasons.flatMap((reason) => {
  const state = new Proxy({}, { get: (_, part) => (part.startsWith("lost") ? { reason } : channel) });
  const names = { say: (text) => text, here: channel, pyAnd: (one, other) => one && other(), JSON };
  const valueOf = (name) => names[name] ?? (name === Symbol.unscopables ? {} : state);
  const known = new Proxy(names, { has: () => true, get: (_, name) => valueOf(name) });
  return expressions.map((one) => new Function("known", `with (known) return ${one}`)(known));
});
console.log(JSON.stringify(said));
"""
WRITTEN = (  # all that is said, with the channel in its place
    "{}",  # in the window's title, and at the beginning of the log
    "Message {}",
    "You are looking at {}.",
    "Leave {}?",
    "You are no longer in {}.",
    "{} was deleted.",
    "{} is gone, or it is not open to you.",
)


def expressions(component: Any) -> Iterator[str]:
    """All that the page works out for a component and what is in it."""
    for child in component.children:
        yield from expressions(child)
    values = [component.__dict__.get(name) for name in component.get_fields()]
    for value in values:
        if isinstance(value, rx.Var):
            yield str(value)
        elif isinstance(value, dict):
            yield from (str(each) for each in value.values() if isinstance(each, rx.Var))


def named() -> list[str]:
    """Those in which a number sign may come to stand."""
    found = [each for part in (chat_page(), message_log(), visiting()) for each in expressions(part)]
    return [*dict.fromkeys(each for each in found if '"#"' in each)]


def said_of(channel: dict[str, Any]) -> set[str]:
    given = json.dumps([channel, named(), ["left", "deleted", "private", "gone"]])
    run = subprocess.run([node(), "-e", EVALUATE], input=given, capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout))


@pytest.mark.parametrize(
    ("channel", "written"),
    [
        ({"id": "7", "key": "town", "title": "town", "kind": "channel", "private": False}, "#town"),
        ({"id": "8", "key": "den", "title": "den", "kind": "channel", "private": True}, "den"),
        ({"id": "9", "key": "~9", "title": "Bob", "kind": "direct", "private": True}, "Bob"),
        ({"id": "5", "key": "~5", "title": "town", "kind": "thread", "private": False}, "town"),
        ({"id": "", "key": "unknown", "title": "", "kind": "channel", "private": False}, "unknown"),
        ({"id": "", "key": "~404", "title": "", "kind": "channel", "private": False}, "This conversation"),
    ],
)
def test_every_place_of_the_page_writes_a_channel_in_one_way(channel: dict[str, Any], written: str) -> None:
    private = f"{written.removeprefix('#')} is private now, and you are not in it."
    assert said_of(channel) == {private, *(sentence.format(written) for sentence in WRITTEN)}


def test_no_text_has_a_number_sign_of_its_own() -> None:
    ours = [str(value) for texts in MODULES for name, value in vars(texts).items() if name.isupper()]
    ours += [*errors.SPANISH, *map(str, errors.SPANISH.values())]
    assert [each for each in ours if "#{" in each] == []


@pytest.mark.parametrize(("private", "written"), [(False, "#town"), (True, "town")])
def test_what_is_refused_names_the_channel_in_that_way(
    ada: Actor, bob: Actor, private: bool, written: str
) -> None:
    eve = person("eve")
    town = channel_of(ada, "town", bob, private=private)
    with pytest.raises(Forbidden, match=f"owner of {written} or"):
        write(channels.change, bob, town, topic="mine")
    with pytest.raises(NotFound, match=f"not in {written}\\."):
        write(memberships.remove, ada, town, eve.user_id)
    # Who is in none is told the name of a public one alone.
    with pytest.raises(NotFound if private else Forbidden) as refused:
        write(storing.insert, eve, Draft(town, "hello"))
    assert ("town" in str(refused.value)) is not private
