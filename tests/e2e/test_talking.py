"""Two people talk."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.people import People, fresh
from tests.support.server import Server

ATTACKS = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    '<svg onload="window.hacked = 1"></svg>',
    "<a href='javascript:window.hacked = 1'>click</a>",
    "javascript:window.hacked=1",
    '"><iframe srcdoc="<script>parent.hacked = 1</script>"></iframe>',
    'http://x.example/"onmouseover="window.hacked=1"',
    "https://x.example/<img/src=x/onerror=window.hacked=1>",
    "<style>*{display:none}</style>",
    "&lt;b&gt; &amp; <b>bold</b>",
    "{{constructor.constructor('window.hacked=1')()}}",
]


def test_two_people_talk_both_ways(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.say("Good morning!")
    bob.sees("Good morning!")
    bob.say("Morning, Ada.")
    ada.sees("Good morning!", "Morning, Ada.")
    ada.say("Coffee?")
    bob.sees("Coffee?")

    said = bob.log.get_by_role("article")
    expect(said).to_have_count(3)
    for article, (author, text) in zip(
        said.all(),
        [(ada, "Good morning!"), (bob, "Morning, Ada."), (ada, "Coffee?")],
        strict=True,
    ):
        expect(article).to_contain_text(author.username)
        expect(article).to_contain_text(text)
        expect(article.get_by_role("time")).to_have_text(re.compile(r"^\d{1,2}:\d\d"))


def test_the_button_sends_too_and_the_box_is_empty_after(person: People):
    [ada] = person.together("Ada")
    expect(ada.button("Send")).to_be_disabled()
    ada.composer.fill("by mouse")
    ada.button("Send").click()

    ada.sees("by mouse")
    expect(ada.composer).to_have_value("")
    expect(ada.composer).to_be_focused()


def test_shift_enter_breaks_the_line_and_enter_sends(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.composer.press_sequentially("first line")
    ada.composer.press("Shift+Enter")
    ada.composer.press_sequentially("second line")
    expect(ada.log.get_by_role("article")).to_have_count(0)
    ada.composer.press("Enter")

    message = bob.message("first line")
    expect(message.locator(".text")).to_have_text("first line\nsecond line", use_inner_text=True)


def test_white_space_alone_is_no_message(person: People):
    [ada] = person.together("Ada")
    ada.composer.fill(" \n  ")
    ada.composer.press("Enter")
    ada.say("a real one")

    ada.sees("a real one")
    expect(ada.log.get_by_role("article")).to_have_count(1)


def test_what_looks_like_html_is_shown_and_never_run(person: People):
    ada, bob = person.together("Ada", "Bob")
    for page in (ada.page, bob.page):
        page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    for attack in ATTACKS:
        ada.say(attack)
    ada.say("that was all")
    for somebody in (ada, bob):
        somebody.sees("that was all")
        shown = somebody.log.locator(".text").all_inner_texts()
        assert shown == [*ATTACKS, "that was all"]
        made = somebody.log.locator("script, img, iframe, style, b, .text svg")
        expect(made).to_have_count(0)
        handlers = "all => all.flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).length"
        assert somebody.log.locator(".text *").evaluate_all(handlers) == 0
        assert somebody.page.evaluate("window.hacked") is None

    ada.page.reload()  # the same by the way of a fresh page
    ada.sees("that was all")
    assert ada.log.locator(".text").all_inner_texts() == [*ATTACKS, "that was all"]


def test_only_web_addresses_become_links_which_tell_nothing_of_us(person: People):
    [ada] = person.together("Ada")
    others = "ftp://example.org or javascript:alert(1)"
    ada.say(f"see https://example.org/a?b=1&c=2, http://example.org. Not {others}")
    links = ada.message("see").get_by_role("link")

    expect(links).to_have_text(["https://example.org/a?b=1&c=2", "http://example.org"])
    expect(links.first).to_have_attribute("href", "https://example.org/a?b=1&c=2")
    for link in links.all():
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", re.compile("noopener.*noreferrer"))


def test_a_very_long_word_does_not_widen_the_page(person: People):
    [ada] = person.together("Ada")
    ada.say("x" * 4000)
    ada.sees("xxxx")

    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert ada.log.evaluate("log => log.scrollWidth <= log.clientWidth")


def test_messages_that_follow_each_other_are_grouped_under_one_name(person: People):
    ada, bob = person.together("Ada", "Bob")
    for text in ("one", "two", "three"):
        ada.say(text)
    bob.sees("three")
    bob.say("four")
    ada.sees("four")  # else the server may hear Ada first
    ada.say("five")

    for somebody in (ada, bob):
        somebody.sees("five")
        # A name that is seen; for assistive technology each message has one.
        expect(somebody.log.locator(".byline .author")).to_have_text(
            [ada.username, bob.username, ada.username]
        )
        expect(somebody.log.get_by_role("article").filter(has_text=ada.username)).to_have_count(4)


def test_a_line_with_the_day_stands_where_another_day_begins(person: People, server: Server):
    ada = person("Ada")
    today = datetime.now(UTC).replace(hour=12, minute=0)  # the browser is in the same zone as this machine
    days = [today - timedelta(days=400), today - timedelta(days=1), today - timedelta(days=1), today]
    name = fresh("diary")
    server.seed(name, ["long ago", "yesterday one", "yesterday two", "now"], days)
    ada.join_channel(name)

    lines = ada.log.get_by_role("separator")
    expect(lines).to_have_count(3)
    expect(lines.nth(0)).to_contain_text(str(days[0].year))
    expect(lines.nth(1)).to_have_text("Yesterday")
    expect(lines.nth(2)).to_have_text("Today")
    expect(ada.log.locator("article, [role=separator]").nth(2)).to_have_text("Yesterday")
