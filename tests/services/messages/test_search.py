"""Finding messages: all words, beginnings of words, whatever case and accents; only what one may read."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from chat_app.backends.database import get_engine
from chat_app.errors import NotFound
from chat_app.services.access import Actor
from chat_app.services.channels import channels, memberships
from chat_app.services.messages import editing, search, storing
from chat_app.services.messages.drafts import Draft
from chat_app.services.transactions import read, write
from chat_app.settings import get_settings
from tests.support.people import channel_of, person


@pytest.fixture
def ada() -> Actor:
    return person("ada")


@pytest.fixture
def bob(ada: Actor) -> Actor:
    return person("bob")


@pytest.fixture(params=[2000, 0], ids=["among-the-newest", "by-the-index"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the same in each way in which it can be found."""
    monkeypatch.setattr(search, "NEWEST_MESSAGES", request.param)


pytestmark = pytest.mark.usefixtures("_either_way")


def say(actor: Actor, channel_id: int, *texts: str) -> list[int]:
    """Post these; their ids."""

    def insert_all(session: Session) -> list[int]:
        return [int(storing.insert(session, actor, Draft(channel_id, each))[0].id) for each in texts]

    return write(insert_all)


def found(actor: Actor, query: str, channel_id: int | None = None, limit: int = 20) -> list[str]:
    """Return the texts of what is found."""
    return [message.text for message in read(search.find, actor, query, channel_id, limit).items]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("lunch", ["Lunch at noon?"]),
        ("LUN", ["Lunch at noon?"]),
        ("unch", []),  # no beginning
        ("noon lunch", ["Lunch at noon?"]),
        ("noon dinner", []),
        ("cafe", ["Un CAFÉ, por favor", "café-bar"]),
        ("CAFÉ", ["Un CAFÉ, por favor", "café-bar"]),
        ("bar", ["café-bar"]),
        ("strasse", ["Große Straße 12"]),
        ("straß gros", ["Große Straße 12"]),
        ("12", ["Große Straße 12"]),
        ("smorrebrod", ["Smørrebrød"]),
        ("прив", ["Привет, мир"]),
        ("天気", ["今日は天気がいい"]),
        ("🎉", ["done 🎉🎉"]),
        ("v2", ["release v2.10_final"]),
        ("10 final", ["release v2.10_final"]),
        ("example.org", ["see https://example.org/a?b=c"]),
    ],
)
def test_words_are_found_by_their_beginnings(ada: Actor, query: str, texts: list[str]) -> None:
    say(
        ada,
        channel_of(ada, "food"),
        "Lunch at noon?",
        "café-bar",
        "Un CAFÉ, por favor",
        "Große Straße 12",
        "Smørrebrød",
        "Привет, мир",
        "今日は天気がいい",
        "done 🎉🎉",
        "release v2.10_final",
        "see https://example.org/a?b=c",
    )
    assert found(ada, query) == texts


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("リング", ["ﾘﾝｸﾞと指輪"]),
        ("ング", ["ﾘﾝｸﾞと指輪"]),
        ("グ", ["ﾘﾝｸﾞと指輪", "グリーンリンク"]),
        ("大学", ["東京大学院"]),
        ("大学院", ["東京大学院"]),
        ("大学生", []),
        ("大 学", ["東京大学院", "大きい学校"]),
        ("はは", ["ははは"]),
        ("ばば", ["おばば"]),
        ("は\u3099は\u3099", ["おばば"]),
        ("น้ำ", ["ดื่มน้ำ"]),
        ("นำ", []),
        ("ມື້", ["ວັນມື້ນີ້"]),
        ("ខ្មែរ", ["ភាសាខ្មែរ"]),
        ("мой", ["Мой дом"]),
        ("еж", ["Ёжик"]),
        ("cooperate", ["co\u00adoperate"]),
        ("كتاب", ["كتـــابٌ"]),
        ("dont", ["Don’t stop"]),
        ("don't", ["Don’t stop"]),
        ("arte", ["dell'arte"]),
        ("dellarte", ["dell'arte"]),
    ],
)
def test_scripts_without_spaces_are_found_by_consecutive_characters_and_marks_count_where_letters_need_them(
    ada: Actor, query: str, texts: list[str]
) -> None:
    said = [
        "グリーンリンク",
        "ﾘﾝｸﾞと指輪",
        "大きい学校",
        "東京大学院",
        "ははは",
        "おばば",
        "ดื่มน้ำ",
        "ວັນມື້ນີ້",
        "ភាសាខ្មែរ",
    ]
    said += ["Мой дом", "мои дома", "Ёжик", "co\u00adoperate", "كتـــابٌ", "Don’t stop", "dell'arte"]
    say(ada, channel_of(ada, "words"), *said)
    assert found(ada, query) == texts


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ('"green tea"', ["Green TEA, please", "a green-tea"]),
        ('"green te"', []),
        ('"tea green"', []),
        ('tea "green"', ["green teapots and tea", "Green TEA, please", "a green-tea"]),
        ('"green" teapo', ["green teapots and tea"]),
        ('"tea"', ["green teapots and tea", "Green TEA, please", "a green-tea"]),
        ("“green tea”", ["Green TEA, please", "a green-tea"]),
        ('"緑茶を"', ["緑茶をください"]),
        ('"green tea', ["green teapots and tea", "Green TEA, please", "a green-tea"]),
    ],
)
def test_what_stands_in_quotes_is_found_as_it_stands_there(ada: Actor, query: str, texts: list[str]) -> None:
    said = ["a green-tea", "Green TEA, please", "green teapots and tea", "緑茶をください"]
    say(ada, channel_of(ada, "drinks"), *said)
    assert found(ada, query) == texts


def test_every_word_of_a_question_counts(ada: Actor) -> None:
    words = [f"word{number}" for number in range(30)]
    say(ada, channel_of(ada, "words"), " ".join(words), " ".join(words[:-1]))
    assert found(ada, " ".join(words)) == [" ".join(words)]


def test_all_that_is_found_can_be_paged_through(ada: Actor, bob: Actor) -> None:
    town, secret = channel_of(ada, "town"), channel_of(ada, "secret", private=True)
    for number in range(7):
        say(ada, town, f"lunch {number}", "something else")
        say(ada, secret, f"lunch in secret {number}")
    for actor, place in ((bob, None), (ada, town)):
        pages, before = [], None
        while True:
            page = read(search.find, actor, "lunch", place, 3, before)
            pages.append([message.text for message in page.items])
            if not page.has_before:
                break
            before = int(page.items[-1].id)
        assert pages == [["lunch 6", "lunch 5", "lunch 4"], ["lunch 3", "lunch 2", "lunch 1"], ["lunch 0"]]


@pytest.mark.parametrize("before", [0, -1, 1, 2**80])
def test_a_place_to_go_on_from_that_is_none_finds_nothing(ada: Actor, before: int) -> None:
    say(ada, channel_of(ada, "food"), "lunch")
    assert read(search.find, ada, "lunch", before=before).items == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "%",
        "_",
        "'",
        '"',
        "#",
        "*",
        "' OR 1=1",
        '" OR "',
        "a:b & !c | (d",
        "AND NOT NEAR(",
        "\\",
        "\0",
    ],
)
def test_nothing_that_is_typed_is_a_command(ada: Actor, query: str) -> None:
    say(ada, channel_of(ada, "food"), "lunch")
    assert found(ada, query) == []
    assert found(ada, f"{query} lunch") in ([], ["lunch"])


def test_a_channel_cannot_be_asked_for_as_a_word(ada: Actor) -> None:
    channel_id = channel_of(ada, "food")
    say(ada, channel_id, "lunch")
    assert found(ada, f"#{channel_id}") == []


@pytest.mark.parametrize("query", ["x" * 4000, "word " * 800, "é" * 4000])
def test_long_questions_are_cut_and_not_refused(ada: Actor, query: str) -> None:
    say(ada, channel_of(ada, "food"), "x" * 4000, "é" * 4000, "word")
    assert len(found(ada, query)) == 1


def test_newest_comes_first_and_no_more_than_asked_for(ada: Actor) -> None:
    food, news = channel_of(ada, "food"), channel_of(ada, "news")
    for number in range(4):
        say(ada, (food, news)[number % 2], f"lunch {number}")
    assert found(ada, "lunch") == ["lunch 3", "lunch 2", "lunch 1", "lunch 0"]
    assert found(ada, "lunch", limit=2) == ["lunch 3", "lunch 2"]
    assert found(ada, "lunch", limit=0) == ["lunch 3"]
    assert found(ada, "lunch", food) == ["lunch 2", "lunch 0"]


def test_no_limit_is_beyond_the_largest_page(ada: Actor, settings: pytest.MonkeyPatch) -> None:
    say(ada, channel_of(ada, "food"), *["lunch"] * (get_settings().page_size_max + 3))
    assert len(found(ada, "lunch", limit=10**9)) == get_settings().page_size_max


def test_an_edited_message_is_found_by_what_it_says_now(ada: Actor) -> None:
    [message_id] = say(ada, channel_of(ada, "food"), "lunch")
    write(editing.edit, ada, message_id, "dinner")
    assert found(ada, "lunch") == []
    assert found(ada, "dinner") == ["dinner"]


def test_a_deleted_message_is_not_found(ada: Actor) -> None:
    say(ada, channel_of(ada, "food"), "lunch one")
    [message_id] = say(ada, channel_of(ada, "news"), "lunch two")
    assert len(found(ada, "lunch")) == 2
    write(editing.delete, ada, message_id)
    assert found(ada, "lunch") == ["lunch one"]


def test_nothing_is_left_of_a_deleted_channel(ada: Actor) -> None:
    food = channel_of(ada, "food")
    say(ada, food, "lunch")
    assert found(ada, "lunch") == ["lunch"]
    write(channels.delete, ada, food)
    assert found(ada, "lunch") == []
    with get_engine().connect() as connection:
        if connection.dialect.name == "sqlite":
            left = "SELECT count(*) FROM message_words WHERE message_words MATCH 'lunch'"
            assert connection.execute(text(left)).scalar() == 0


def test_public_channels_are_searched_for_all_and_private_ones_for_members_only(
    ada: Actor, bob: Actor
) -> None:
    public, private = channel_of(ada, "food"), channel_of(ada, "plans", private=True)
    say(ada, public, "lunch in public")
    say(ada, private, "lunch in private")
    assert found(ada, "lunch") == ["lunch in private", "lunch in public"]
    assert found(bob, "lunch") == ["lunch in public"]
    assert found(bob, "private") == []
    write(memberships.invite, ada, private, bob.user_id)
    assert found(bob, "private") == ["lunch in private"]
    write(memberships.leave, bob, private)
    assert found(bob, "private") == []


def test_a_channel_one_may_not_see_is_refused_as_one_that_is_not_there(ada: Actor, bob: Actor) -> None:
    private = channel_of(ada, "plans", private=True)
    say(ada, private, "lunch")
    assert found(ada, "lunch", private) == ["lunch"]
    for channel_id in (private, 999_999, 0, -1, 2**80):
        with pytest.raises(NotFound, match="no such channel"):
            found(bob, "lunch", channel_id)


def test_an_administrator_searches_no_private_channel_of_others(ada: Actor, bob: Actor) -> None:
    assert ada.is_admin
    say(bob, channel_of(bob, "plans", private=True), "lunch")
    assert found(bob, "lunch") == ["lunch"]
    assert found(ada, "lunch") == []


def test_who_may_see_very_many_channels_finds_the_same(
    ada: Actor, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MAX_CHANNELS", 1)
    say(ada, channel_of(ada, "food"), "lunch in public")
    say(ada, channel_of(ada, "plans", private=True), "lunch in private")
    assert found(ada, "lunch") == ["lunch in private", "lunch in public"]
    assert found(bob, "lunch") == ["lunch in public"]
