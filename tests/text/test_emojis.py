"""What is known of emojis."""

import json

import emoji
import pytest

from chat_app.text import emojis
from chat_app.text.emojis import catalogue
from chat_app.ui.components.conversation.emoji_picker import CATEGORIES


@pytest.mark.parametrize(
    ("text", "large"), [("😀", True), ("😀 👍🏽\n❤️", True), ("1️⃣", True), ("😀" * 12, True)]
)
def test_nothing_but_a_few_emojis_is_shown_large(text: str, large: bool) -> None:
    assert emojis.is_only(text) is large


@pytest.mark.parametrize("text", ["", " ", "hi 😀", "😀" * 13, "1", "#", "…", "—", "漢字", "😀" * 4000])
def test_anything_else_is_not(text: str) -> None:
    assert not emojis.is_only(text)


def test_the_catalogue_has_every_emoji_that_fonts_have_once() -> None:
    listed = [entry[0] for entries in catalogue.catalogue().values() for entry in entries]
    assert len(listed) == len(set(listed)) > 1800
    wanted = {
        character
        for character, data in emoji.EMOJI_DATA.items()
        if data["status"] == emoji.STATUS["fully_qualified"]
        and data["E"] <= catalogue.NEWEST
        and "_skin_tone" not in data["en"]
    }
    assert set(listed) == wanted


def test_every_skin_tone_it_promises_is_an_emoji() -> None:
    for entries in catalogue.catalogue().values():
        for character, _, _, how in entries:
            toned = [catalogue.tone(character, number, how) for number in range(1, 6)] if how else []
            assert all(emoji.is_emoji(each) for each in toned)
    people = {entry[1]: entry[3] for entry in catalogue.catalogue()["people"]}
    assert (people["waving hand"], people["kiss man man"], people["eyes"]) == (1, 2, 0)


def test_everything_in_the_catalogue_can_be_a_reaction_and_stays_what_it_is() -> None:
    for entries in catalogue.catalogue().values():
        for character, *_ in entries:
            assert emojis.as_stored(character) == character


def test_its_categories_are_in_the_order_people_know_and_have_names() -> None:
    assert list(catalogue.catalogue()) == list(CATEGORIES)
    assert [entries[0][1] for entries in catalogue.catalogue().values()][:3] == [
        "grinning face",
        "waving hand",
        "monkey face",
    ]


def test_every_shortcode_it_offers_becomes_that_emoji_on_sending() -> None:
    entries = [entry for each in catalogue.catalogue().values() for entry in each]
    taken = {code for _, _, others, _ in entries for code in others.split()}
    for character, name, others, _ in entries:
        # A shortcode of one may be the name of another; the page then offers it for the first alone.
        own = {name.replace(" ", "_")} - taken
        for code in [*own, *others.split()]:
            assert emojis.as_stored(emojis.expand(f":{code}:")) == character


def test_its_data_is_small_and_has_names_in_spanish() -> None:
    assert len(catalogue.as_json().encode()) < 90_000
    assert json.loads(catalogue.names_as_json("es"))["😀"] == "cara sonriendo"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (":tada:", "🎉"),
        ("well done :tada: :+1:!", "well done 🎉 👍!"),
        (":tada::+1:", "🎉👍"),
        ("(:tada:) **:tada:** “:tada:”", "(🎉) **🎉** “🎉”"),
        ("你好:tada:。ありがとう:tada:", "你好🎉。ありがとう🎉"),
        ("hi!:tada:", "hi!🎉"),
        ("[:tada: done :tada:](https://x.org/:tada:)", "[:tada: done 🎉](https://x.org/:tada:)"),
        ("> :tada:\n- :tada:", "> 🎉\n- 🎉"),
        ("a `b` :tada: ```c``` :tada:", "a `b` 🎉 ```c``` 🎉"),
        (":e-mail: :Åland_Islands:", "📧 🇦🇽"),
    ],
)
def test_a_shortcode_that_stands_for_itself_becomes_its_emoji(typed: str, stored: str) -> None:
    assert emojis.expand(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "fe80::a:b:1", "xs[1:100:2]", "xs[:100:]", "std::a::b", "::a::", "a:b:c", "10:30:15", "1:100:",
        ":100:1",
        "x:tada:", ":tada:x", "é:tada:", ":tada:é", "{:a: 1}", "key=:a:", "/:a:/", "\\:tada:",
        ":no_such_emoji:",
        ":tada::no_such_emoji:", "`:tada:`", "``:tada:` ``", "`a\n:tada: b`", "```\n:tada:\n```",
        "~~~\n:tada:\n~~~",
        "````\n```\n:tada:\n````", "```\n:tada:", "look: ```\n:tada:\n```", "```:tada:\n:tada:```",
        "> ```\n> :tada:\n> ```",
        "- ```\n  :tada:\n  ```", "https://example.org/:tada:", "[a](https://x.org/:tada:)",
        "a: b :c d",
    ],
)  # fmt: skip
def test_what_is_code_or_part_of_something_else_is_stored_as_it_was_typed(typed: str) -> None:
    assert emojis.expand(typed) == typed


def test_everyday_words_belong_to_emojis_of_the_catalogue() -> None:
    listed = {entry[0] for entries in catalogue.catalogue().values() for entry in entries}
    assert set(catalogue.words()) <= listed
    assert set(catalogue.COMMON) <= set(catalogue.words())
    assert len(set(catalogue.COMMON)) == len(catalogue.COMMON)
    sent = {entry[0]: entry[4:] for _, entries in json.loads(catalogue.as_json()) for entry in entries}
    assert {"like", "me_gusta"} <= set(sent["👍"][0].split())
    assert sent["🧀"] == []


@pytest.mark.parametrize(
    "word", ["like", "thanks", "love", "lol", "done", "me_gusta", "gracias", "hecho", "jaja"]
)
def test_words_people_look_for_lead_to_a_common_emoji(word: str) -> None:
    assert any(word in catalogue.words()[character].split() for character in catalogue.COMMON)
