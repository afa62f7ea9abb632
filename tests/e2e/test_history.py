"""Reading back, and staying where one reads."""

from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.people import People, Person, fresh
from tests.e2e.waiting import at_rest
from tests.support.server import Server

MANY = 500
# Scroll near an end, then wait for rows that were not there; how far a row of the view moved meanwhile.
APPROACH = """async (log, {to, before}) => {
    const rows = () => [...log.querySelectorAll('[data-seq]')];
    const end = () => rows().at(to === 'top' ? 0 : -1).dataset.seq;
    if (end() !== before) return { end: end() };
    log.scrollTop = to === 'top' ? 200 : log.scrollHeight - log.clientHeight - 200;
    const view = log.getBoundingClientRect();
    const row = rows().find(row => row.getBoundingClientRect().top > view.top + 40);
    const [seq, top] = [row.dataset.seq, row.getBoundingClientRect().top];
    let most = 0;
    const give_up = performance.now() + 8000;
    const moved = () => Math.abs(log.querySelector(`[data-seq="${seq}"]`).getBoundingClientRect().top - top);
    const frame = () => new Promise(resolve => (requestAnimationFrame(resolve), setTimeout(resolve, 1000)));
    for (let settled = 0; settled < 3;) {
        if (performance.now() > give_up) return { timeout: true, end: end() };
        await frame();
        most = Math.max(most, moved());
        if (end() !== before) settled += 1;
    }
    return { end: end(), moved: most, seqs: rows().map(row => Number(row.dataset.seq)) };
}"""
IN_VIEW = """log => {
    const view = log.getBoundingClientRect();
    const rows = [...log.querySelectorAll('[data-seq]')];
    const row = rows.find(row => row.getBoundingClientRect().top > view.top + 40);
    return [row.dataset.seq, row.getBoundingClientRect().top];
}"""


@pytest.fixture
def long_channel(server: Server) -> str:
    """Return a channel with a past."""
    name = fresh("past")
    server.seed(name, [f"message number {number:03}" for number in range(1, MANY + 1)])
    return name


def approach(somebody: Person, to: str, before: int) -> Any:
    """Return what came of scrolling near the top or the bottom; see APPROACH."""
    return somebody.log.evaluate(APPROACH, {"to": to, "before": str(before)})


def scroll_up(somebody: Person, pixels: int = 900) -> tuple[str, float]:
    """Turn the wheel upwards; which row is in view then, and where."""
    expect(somebody.message("message number 500")).to_be_in_viewport()
    somebody.page.wait_for_function("!document.querySelector('.jump')")
    for _ in range(5):  # at first a channel finds its place whatever one does
        somebody.log.hover()
        somebody.page.mouse.wheel(0, -pixels)
        with suppress(AssertionError):
            expect(somebody.button("Jump to newest")).to_be_visible(timeout=2_000)
            break
    return view(somebody)


def view(somebody: Person) -> tuple[str, float]:
    """Return the first row wholly in view, and where it is, once scrolling has come to rest."""
    seq, top = at_rest(lambda: somebody.log.evaluate(IN_VIEW))
    return seq, top


def top_of(somebody: Person, seq: str) -> float:
    """Where a row is."""
    return somebody.log.evaluate(
        "(log, seq) => log.querySelector(`[data-seq='${seq}']`).getBoundingClientRect().top", seq
    )


def test_scrolling_up_goes_back_to_the_first_message_and_never_jumps(person: People, long_channel: str):
    ada = person("Ada")
    ada.join_channel(long_channel)
    expect(ada.message("message number 500")).to_be_in_viewport()
    scroll_up(ada, 300)
    first = int(ada.log.locator("[data-seq]").first.get_attribute("data-seq") or 0)
    seen = set(range(first, MANY + 1))
    while first > 1:
        found = approach(ada, "top", first)
        assert not found.get("timeout"), f"Nothing older than {first} came."
        if "seqs" in found:
            seqs = found["seqs"]
            assert seqs == list(range(seqs[0], seqs[0] + len(seqs))), "in order, none missing, none twice"
            assert found["moved"] <= 2, f"The view jumped by {found['moved']} pixels before {first}."
            seen.update(seqs)
        first = int(found["end"])

    assert seen == set(range(1, MANY + 1))
    expect(ada.log).to_contain_text(f"This is the beginning of #{long_channel}")
    expect(ada.message("message number 001")).to_have_count(1)


def test_scrolling_down_again_leads_back_to_live(person: People, long_channel: str):
    ada, bob = person("Ada"), person("Bob")
    for somebody in (ada, bob):
        somebody.join_channel(long_channel)
    scroll_up(ada, 300)
    first = int(ada.log.locator("[data-seq]").first.get_attribute("data-seq") or 0)
    for _ in range(4):  # so far that the newest fall off the other end
        first = int(approach(ada, "top", first)["end"])
    last = int(ada.log.locator("[data-seq]").last.get_attribute("data-seq") or 0)
    assert last < MANY
    while last < MANY:
        found = approach(ada, "bottom", last)
        assert not found.get("timeout"), f"Nothing newer than {last} came."
        assert found.get("moved", 0) <= 2, f"The view jumped by {found['moved']} pixels after {last}."
        last = int(found["end"])
    ada.log.hover()
    ada.page.mouse.wheel(0, 20_000)
    expect(ada.message("message number 500")).to_be_in_viewport()
    expect(ada.button("Jump to newest")).to_have_count(0)
    bob.say("are you with us?")

    expect(ada.message("are you with us?")).to_be_in_viewport()


def test_whatever_changes_below_or_around_it_the_log_stays_at_the_newest(person: People, long_channel: str):
    ada, bob = person("Ada"), person("Bob")
    for somebody in (ada, bob):
        somebody.join_channel(long_channel)
    newest = ada.message("message number 500")
    expect(newest).to_be_in_viewport()
    ada.composer.click()  # in the first moment a channel finds its place whatever happens
    ada.page.wait_for_function("!document.querySelector('.jump')")

    def still_follows(text: str) -> None:
        bob.say(text)
        expect(ada.message(text)).to_be_in_viewport(ratio=0.99)
        expect(ada.page.locator(".jump")).to_have_count(0)

    for number in range(8):
        ada.page.keyboard.type(f"line {number}")
        ada.page.keyboard.press("Shift+Enter")
    expect(newest).to_be_in_viewport(ratio=0.99)
    still_follows("beside a draft")
    ada.composer.press("Control+a")
    ada.composer.press("Delete")
    still_follows("beside none")
    for width, height in (
        (360, 740),
        (360, 380),
        (361, 740),
        (1440, 400),
        (1440, 900),
    ):  # turned, a keyboard, a window
        ada.page.set_viewport_size({"width": width, "height": height})
        still_follows(f"at {width} by {height}")
    for number in range(20):
        bob.say(f"one of many: {number}.")
    still_follows("the last of many")


def test_the_button_leads_to_the_newest(person: People, long_channel: str):
    ada, bob = person("Ada"), person("Bob")
    for somebody in (ada, bob):
        somebody.join_channel(long_channel)
    scroll_up(ada, 300)
    first = int(ada.log.locator("[data-seq]").first.get_attribute("data-seq") or 0)
    approach(ada, "top", first)
    ada.button("Jump to newest").click()

    expect(ada.message("message number 500")).to_be_in_viewport()
    expect(ada.button("Jump to newest")).to_have_count(0)
    bob.say("welcome back")
    expect(ada.message("welcome back")).to_be_in_viewport()


@pytest.mark.parametrize("far_back", [False, True], ids=["in the live window", "far back"])
def test_new_messages_are_counted_and_do_not_move_who_reads_above(
    person: People, long_channel: str, far_back: bool
):
    ada, bob = person("Ada"), person("Bob")
    for somebody in (ada, bob):
        somebody.join_channel(long_channel)
    scroll_up(ada, 300)
    if far_back:
        approach(ada, "top", int(ada.log.locator("[data-seq]").first.get_attribute("data-seq") or 0))
    seq, top = view(ada)
    for number in range(3):
        bob.say(f"news {number}")
        bob.sees(f"news {number}")

    expect(ada.button("3 new messages")).to_be_visible()
    assert abs(top_of(ada, seq) - top) <= 2
    expect(ada.channel(long_channel)).to_have_accessible_description("3 unread")
    ada.button("3 new messages").click()
    expect(ada.message("news 2")).to_be_in_viewport()
    expect(ada.channel(long_channel)).to_have_accessible_description("")


def test_at_the_bottom_the_view_stays_there(person: People, long_channel: str):
    ada, bob = person("Ada"), person("Bob")
    for somebody in (ada, bob):
        somebody.join_channel(long_channel)
    for number in range(30):
        bob.say(f"line {number}.\nand another")

    expect(ada.message("line 29.")).to_be_in_viewport()
    expect(ada.page.locator(".jump")).to_have_count(0)
    ada.page.set_viewport_size({"width": 1000, "height": 500})
    expect(ada.message("line 29.")).to_be_in_viewport()


def test_ones_own_message_leads_to_the_bottom(person: People, long_channel: str):
    ada = person("Ada")
    ada.join_channel(long_channel)
    scroll_up(ada)
    ada.say("I say something")

    expect(ada.message("I say something")).to_be_in_viewport()
    expect(ada.page.locator(".jump")).to_have_count(0)
