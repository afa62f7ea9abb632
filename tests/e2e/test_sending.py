"""One's own message shows at once, and survives what happens to the server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.people import People, Person
from tests.e2e.waiting import comes_to
from tests.support.server import Server, serving

GONE = ("WebSocket", "Failed to load resource", "Transport Error", "ERR_CONNECTION")
MARK = "window.notReloaded = true"
STORED = "rows => rows.map(row => [Number(row.dataset.seq), row.querySelector('.text').innerText])"


# How many messages are on their way at once, from now on.
MOST_AT_ONCE = """() => {
    const log = document.querySelector("[role=log]");
    const look = () => {
        const now = log.querySelectorAll(".message.sending").length;
        window.mostAtOnce = Math.max(window.mostAtOnce ?? 0, now);
    };
    const changes = { subtree: true, childList: true, attributes: true };
    new MutationObserver(look).observe(log, changes);
}"""


def stored_rows(somebody: Person) -> list[tuple[int, str]]:
    """Return the messages that the page shows as stored."""
    return [tuple(row) for row in somebody.log.locator("[data-seq]").evaluate_all(STORED)]


def waiting(somebody: Person, text: str):
    """Return a message that the page shows as on its way."""
    return somebody.log.locator("article:not([data-seq])").filter(has_text=text)


def reloaded(somebody: Person) -> bool:
    return somebody.page.evaluate("window.notReloaded") is not True


@pytest.fixture(scope="module")
def harmed(front_end: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the server that the tests here kill and start again."""
    started = Server(tmp_path_factory.mktemp("harmed"))
    yield started
    started.stop()


@pytest.fixture
def frail(harmed: Server) -> Server:
    """Return a server that a test may harm, up and well."""
    if harmed.is_up():
        harmed.resume()
    else:
        harmed.start()
    return harmed


@pytest.fixture
def pair(frail: Server, person: People) -> list[Person]:
    """Two people on it, talking, whose pages notice it if they are loaded anew."""
    both = person.together("Ada", "Bob", at=frail)
    both[0].say("before")
    both[1].sees("before")
    for somebody in both:
        somebody.tolerate(*GONE)
        somebody.page.evaluate(MARK)
    return both


def test_a_message_shows_at_once_while_the_server_stands_still(frail: Server, pair: list[Person]):
    ada, bob = pair
    frail.pause()
    ada.say("is this thing on?")
    expect(waiting(ada, "is this thing on?")).to_be_visible()
    expect(waiting(ada, "is this thing on?")).to_contain_text("Sending")
    expect(ada.composer).to_have_value("")
    frail.resume()

    expect(ada.log.locator("[data-seq]").filter(has_text="is this thing on?")).to_have_count(1)
    expect(waiting(ada, "is this thing on?")).to_have_count(0)
    bob.sees("is this thing on?")


def test_what_is_written_while_the_server_is_away_is_stored_once_when_it_is_back(
    frail: Server, pair: list[Person]
):
    ada, bob = pair
    channel = ada.heading.inner_text()
    frail.kill()
    for somebody in pair:
        expect(somebody.reconnecting).to_be_visible()
        somebody.sees("before")  # nothing is taken away
    ada.say("from Ada, offline")
    bob.say("from Bob, offline")
    expect(waiting(ada, "from Ada, offline")).to_be_visible()
    bob.composer.fill("half a thought")
    frail.start()

    for somebody in pair:
        expect(somebody.reconnecting).to_have_count(0, timeout=20_000)
        somebody.sees("before", "from Ada, offline", "from Bob, offline")
        expect(somebody.log.locator("article:not([data-seq])")).to_have_count(0)
        assert not reloaded(somebody)
    expect(bob.composer).to_have_value("half a thought")
    assert stored_rows(ada) == stored_rows(bob) == frail.stored(channel)
    ada.say("live again")
    bob.sees("live again")


def test_what_others_wrote_while_ones_line_was_cut_is_there_without_a_reload(
    frail: Server, pair: list[Person]
):
    ada, bob = pair
    bob.go_offline()
    for number in range(70):  # more than the live window holds
        ada.say(f"missed {number}.")
    expect(ada.log.locator("[data-seq]").filter(has_text="missed 69.")).to_have_count(1)
    bob.context.set_offline(False)

    bob.sees("missed 0.")  # where one stopped; from there it goes on to the newest
    bob.button("Jump to newest").click()
    bob.sees("missed 69.")
    expect(bob.reconnecting).to_have_count(0)
    assert not reloaded(bob)


def test_a_server_killed_amid_sending_loses_and_doubles_nothing(frail: Server, pair: list[Person]):
    ada, bob = pair
    channel = ada.heading.inner_text()
    texts = [f"number {number:02}." for number in range(40)]
    for text in texts[:20]:
        ada.say(text)
    frail.kill()
    shown = stored_rows(ada)
    kept = frail.stored(channel)
    assert set(shown) <= set(kept), "The page shows as stored what is not."
    for text in texts[20:]:
        ada.say(text)
    frail.start()

    for somebody in pair:
        expect(somebody.reconnecting).to_have_count(0, timeout=20_000)
        expect(somebody.log.locator("[data-seq]")).to_have_count(41, timeout=20_000)
        expect(somebody.log.locator("article:not([data-seq])")).to_have_count(0)
        assert not reloaded(somebody)
    now = frail.stored(channel)
    assert now[: len(kept)] == kept
    assert [seq for seq, _ in now] == list(range(1, 42))
    assert [text for _, text in now] == ["before", *texts]
    assert stored_rows(ada) == stored_rows(bob) == now


def test_killed_while_messages_pour_in(frail: Server, pair: list[Person]):
    """The same, with the kill in the middle of the server's work: it dies while pages wait for answers."""
    ada, bob = pair
    channel = ada.heading.inner_text()
    send = """async count => {
        const field = document.querySelector('textarea');
        const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
        for (let n = 0; n < count; n += 1) {
            set.call(field, `poured ${n}.`);
            field.dispatchEvent(new Event('input', { bubbles: true }));
            const enter = { key: 'Enter', bubbles: true, cancelable: true };
            field.dispatchEvent(new KeyboardEvent('keydown', enter));
            await new Promise(resolve => setTimeout(resolve, 10));
        }
    }"""
    ada.page.evaluate(f"void ({send})(40)")
    expect(bob.log.locator("[data-seq]").filter(has_text="poured")).not_to_have_count(0)
    frail.kill()
    told = {row for somebody in pair for row in stored_rows(somebody)}
    assert told <= set(frail.stored(channel))
    frail.start()

    for somebody in pair:
        expect(somebody.log.locator("[data-seq]")).to_have_count(41, timeout=30_000)
        expect(somebody.log.locator("article:not([data-seq])")).to_have_count(0)
        assert not reloaded(somebody)
    now = frail.stored(channel)
    assert [seq for seq, _ in now] == list(range(1, 42))
    assert [text for _, text in now] == ["before", *(f"poured {number}." for number in range(40))]
    assert stored_rows(ada) == stored_rows(bob) == now


@pytest.fixture(scope="module")
def strict(front_end: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server that refuses more than its pages expect."""
    limits = {"MESSAGE_MAX": "20", "MESSAGES_PER_WINDOW": "2", "MESSAGE_WINDOW_SECONDS": "4"}
    with serving(tmp_path_factory.mktemp("strict"), **limits) as server:
        yield server


def test_a_refused_message_says_why_and_can_be_discarded(strict: Server, person: People):
    [ada] = person.together("Ada", at=strict)
    ada.say("much longer than this server likes it")
    refused = waiting(ada, "much longer")
    expect(refused).to_contain_text("Messages can have at most 20 characters.")
    refused.get_by_role("button", name="Retry").click()
    expect(refused).to_contain_text("Messages can have at most 20 characters.")
    refused.get_by_role("button", name="Discard").click()
    expect(refused).to_have_count(0)
    ada.page.get_by_role("status").filter(has_text="discarded").get_by_role("button", name="Undo").click()
    expect(refused).to_contain_text("Messages can have at most 20 characters.")
    refused.get_by_role("button", name="Discard").click()

    expect(refused).to_have_count(0)
    ada.say("a short one")
    ada.sees("a short one")


def test_what_the_limit_refuses_waits_and_goes_by_itself_in_order(strict: Server, person: People):
    ada, bob = person.together("Ada", "Bob", at=strict)
    texts = ["one", "two", "three", "four", "five"]
    for text in texts:
        ada.say(text)
    slowly = ada.log.get_by_role("status").filter(has_text="Sending slowly")
    expect(slowly).to_be_visible()
    expect(waiting(ada, "five")).to_be_visible()
    expect(bob.stored("five")).to_have_count(1, timeout=20_000)

    assert [text for _, text in stored_rows(bob)] == texts
    expect(slowly).to_have_count(0)
    expect(ada.log.get_by_role("alert")).to_have_count(0)


def test_more_than_the_page_allows_is_counted_and_not_sent(person: People):
    [ada] = person.together("Ada")
    ada.composer.fill("x" * 3_990)
    expect(ada.page.get_by_text("10 characters left")).to_be_visible()
    ada.composer.fill("x" * 4_001)
    expect(ada.page.get_by_text("1 characters too many")).to_be_visible()
    expect(ada.button("Send")).to_be_disabled()
    ada.composer.press("Enter")

    expect(ada.log.get_by_role("article")).to_have_count(0)
    expect(ada.composer).to_have_value("x" * 4_001)


def test_several_refused_messages_are_retried_at_once(strict: Server, person: People):
    [ada] = person.together("Ada", at=strict)
    for text in ("longer than this server likes", "as long as the first of them"):
        ada.say(text)
    alerts = ada.log.get_by_role("alert")
    expect(alerts).to_have_count(2)
    ada.say("short")
    expect(ada.stored("short")).to_have_count(1)  # nothing waits behind what was refused for good
    ada.page.evaluate(MOST_AT_ONCE)
    ada.button("Retry all").click()
    comes_to(lambda: ada.page.evaluate("window.mostAtOnce"), 2)
    expect(alerts).to_have_count(2)
