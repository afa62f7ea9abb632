"""Text as people type it, mentions and replies, in two browsers."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import DESKTOP, PHONE, People, fresh
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
ATTACKS = [
    "[a](javascript:alert(1)) <javascript:alert(1)> [b](JaVaScRiPt:alert(1)) [c]( javascript:alert(1))",
    "[d](java\tscript:alert(1)) [e](&#106;avascript:alert(1)) [f](\\javascript:alert(1))",
    "[g](data:text/html,<script>alert(1)</script>) [h](vbscript:x) [i](//evil.example) [j](/chat)",
    '![k](javascript:alert(1)) ![l](http://x.org/i.png"onerror="alert(1))',
    '[m](http://x.org/"onmouseover="alert(1)) [n](http://x.org \'a"onclick="alert(1)\')',
    "[[[o](http://x.org)](javascript:alert(1))](javascript:alert(1))",
    '```html" onload="alert(1)\n<img src=x onerror=alert(1)>\n```',
    "```js\n</code></pre><script>window.hacked = 1</script>\n```",
    "`</code><img src=x onerror=alert(1)>`",
    "> <svg/onload=alert(1)> **<img src=x onerror=alert(1)>** ~~<b onclick=alert(1)>~~",
    "- <iframe src=javascript:alert(1)>\n1. <math href=javascript:alert(1)>",
    "<style>*{display:none}</style> <a href=javascript:alert(1)>x</a> &lt;img src=x onerror=alert(1)&gt;",
    '@<script>alert(1)</script> @x"onclick="alert(1)',
    "\u202ehttp://x.org\u202c http://x.org\u202e/gpj.exe \u2028<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt> \uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "[p]: javascript:alert(1)\n\n[p] [p][] http://x.org/[q](javascript:alert(1))",
]
# All that may be on the page because of somebody's text.
SMUGGLED = """() => {
    document.querySelectorAll(".log .copy-code").forEach((ours) => ours.remove());
    const all = [...document.querySelectorAll("*")];
    const handlers = all.flatMap((e) => [...e.attributes]).filter((a) => a.name.startsWith("on"));
    const addresses = [...document.querySelectorAll(".log a")].map((a) => a.getAttribute("href"));
    const links = addresses.filter((address) => !/^https?:/i.test(address));
    const odd = document.querySelectorAll(
        ".log :is(script, style, iframe, img, object, embed, math, form, input, .text svg, .text button)");
    const known = new Set(["href", "target", "rel", "class", "data-user", "data-language", "dir", "tabindex",
        "start", "value"]);
    const within = [...document.querySelectorAll(".text .rx-Html *")].flatMap((e) => [...e.attributes]);
    const strange = within.filter((a) => !known.has(a.name));
    return [window.hacked ?? 0, handlers.length, links.length, odd.length, strange.length];
}"""


def harmless(page: Page) -> bool:
    return page.evaluate(SMUGGLED) == [0, 0, 0, 0, 0]


def test_marks_become_what_they_mean(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.say("**bold** *slanted* ~~gone~~ `code` [here](https://x.org)\n> said\n- one\n- two\nafter")
    ada.say("```python\ndef main():\n    return 1\n```")
    text = bob.message("bold").locator(".text")
    for tag, said in {"strong": "bold", "em": "slanted", "s": "gone", "code": "code", "a": "here"}.items():
        expect(text.locator(tag)).to_have_text(said)
    expect(text.locator("blockquote")).to_have_text("said")
    expect(text.locator("li")).to_have_text(["one", "two"])
    expect(text.locator("p").last).to_have_text("after")
    code = bob.message("def main").locator("pre")
    expect(code).to_have_text("def main():\n    return 1", use_inner_text=True)
    expect(code.locator(".k").first).to_have_text("def ")
    colour = "e => getComputedStyle(e).color"
    assert code.locator(".k").first.evaluate(colour) != code.evaluate(colour)


# Marks all that stands from the row with the first text to the end of the one with the second.
SELECTED = """([first, last]) => {
    document.activeElement.blur();
    const rows = [...document.querySelectorAll(".log article")];
    const [start, end] = [first, last].map((said) => rows.findIndex((row) => row.innerText.includes(said)));
    document.getSelection().setBaseAndExtent(rows[start], 0, rows[end + 1], 0);
}"""


def test_messages_are_copied_as_a_conversation_reads(person: People):
    ada, bob = person.together("Ada", "Bob")
    ada.say("**first** of all:\n1. one\n4. four\n- dash")
    ada.say("second")
    ada.sees("second")
    bob.act("second", "Reply")
    bob.say("שלום `third`\n> fourth")
    bob.sees("third")
    bob.say("last")
    bob.sees("last")
    ada.sees("last")
    ada.act("first", "Add reaction")
    ada.page.get_by_role("dialog").get_by_role("button", name="thumbs up", exact=True).first.click()
    expect(ada.message("first").locator(".reaction")).to_have_count(1)
    times = [
        somebody.message(said).locator("time").first.inner_text()
        for somebody, said in [(ada, "first"), (ada, "third")]
    ]

    def copied() -> str:
        ada.page.keyboard.press("Control+C")
        ada.composer.focus()
        ada.page.keyboard.press("Control+V")
        expect(ada.composer).not_to_have_value("")
        pasted = ada.composer.input_value()
        ada.composer.fill("")
        ada.composer.blur()
        return pasted

    ada.page.evaluate(SELECTED, ["first", "third"])
    assert copied() == (
        f"{ada.username}, {times[0]}\nfirst of all:\n1. one\n4. four\n- dash\nsecond\n\n"
        f"{bob.username}, {times[1]}\nשלום third\nfourth"
    )
    # Within one message it is what was marked.
    ada.page.evaluate("document.getSelection().selectAllChildren(document.querySelectorAll('.log .text')[1])")
    assert copied() == "second"


def test_each_text_has_the_direction_of_its_own_words(person: People):
    [ada] = person.together("Ada", topic="דברים")
    ada.say("שלום, https://example.org")
    ada.say("hello\n> שלום\n- أهلا")
    ada.sees("hello")
    ada.composer.fill("שלום")
    hello = ada.message("hello").locator(".text")
    expect(hello.locator("p").first).to_have_css("direction", "ltr")
    for hebrew in (
        ada.message("שלום, ").locator(".text"),
        hello.locator("blockquote"),
        hello.locator("ul"),
        ada.page.locator(".topic"),
        ada.composer,
    ):
        expect(hebrew).to_have_css("direction", "rtl")


def test_nothing_that_is_typed_anywhere_is_run_or_smuggled_in(person: People):
    ada, bob = person.together("Ada", "Bob", topic="<img src=x onerror=alert(1)>")
    for page in (ada.page, bob.page):
        page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    for number, attack in enumerate(ATTACKS):
        ada.say(f"{number}: {attack}")
        ada.say(attack)
    ada.say("that was all")
    for somebody in (ada, bob):
        somebody.sees("that was all")
        assert harmless(somebody.page)
        somebody.page.reload()
        somebody.sees("that was all")
        assert harmless(somebody.page)


@SIZES
def test_a_mention_is_completed_stands_out_and_is_counted(person: People, size: tuple[int, int]):
    ada, bob = person.together("Ada", "Bob")
    cleo = person("Cleo")
    bob.open_channel("general")
    ada.page.set_viewport_size({"width": size[0], "height": size[1]})
    ada.composer.press_sequentially(f"hello @{bob.username[:6]}")
    options = ada.page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(1)
    expect(ada.composer).to_have_attribute("aria-activedescendant", re.compile(r"mention-\d+"))
    ada.composer.press("Enter")
    expect(ada.composer).to_have_value(f"hello @{bob.username} ")
    ada.composer.press("Enter")
    ada.say(f"not there: @{cleo.username}x, @nobody-at-all")
    ada.sees("not there")
    expect(ada.message("not there").locator(".mention")).to_have_count(0)

    badge = bob.channels.locator(".badge.mentions")
    expect(badge).to_have_text("@1 mentions of you, ")
    bob.page.reload()
    expect(badge).to_have_text("@1 mentions of you, ")
    bob.channels.locator("li:has(.badge.mentions) a").click()
    expect(badge).to_have_count(0)

    look = "e => getComputedStyle(e).backgroundColor"
    own = bob.message("hello").locator(".mention")
    expect(own).to_have_text(f"@{bob.username}")
    others = ada.message("hello").locator(".mention")
    assert own.evaluate(look) != others.evaluate(look)


def test_the_list_of_people_obeys_the_keyboard_and_the_pointer(person: People):
    name = "Zed"
    ada, one, two = person.together("Ada", name, name)
    for somebody in (one, two):
        expect(ada.here(somebody)).to_be_visible()
    options = ada.page.get_by_role("option")
    ada.composer.press_sequentially("@zed-")
    expect(options).to_have_count(2)
    first, second = sorted([one.username, two.username])
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    ada.composer.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    ada.composer.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    ada.composer.press("Escape")
    expect(options).to_have_count(0)
    expect(ada.composer).to_have_value("@zed-")
    ada.composer.press("Backspace")
    expect(options).to_have_count(2)
    options.nth(1).click()
    expect(ada.composer).to_have_value(re.compile(f"^@({first}|{second}) $"))
    expect(ada.composer).to_be_focused()


@SIZES
def test_a_reply_quotes_and_leads_to_the_original(person: People, size: tuple[int, int]):
    ada, bob = person.together("Ada", "Bob")
    for somebody in (ada, bob):
        somebody.page.set_viewport_size({"width": size[0], "height": size[1]})
    ada.say("**where** shall we eat?")
    bob.act("where shall", "Reply")
    expect(bob.composer).to_be_focused()
    expect(bob.page.locator(".replying")).to_contain_text(f"{ada.username} where shall we eat?")
    bob.button("Cancel reply").click()
    expect(bob.page.locator(".replying")).to_have_count(0)
    bob.act("where shall", "Reply")
    bob.say("at home")

    quote = ada.message("at home").locator("button.quote")
    expect(quote).to_contain_text(f"{ada.username} where shall we eat?")
    expect(bob.page.locator(".replying")).to_have_count(0)
    quote.click()
    original = ada.log.locator("[data-target]")
    expect(original).to_have_attribute("data-seq", "1")
    expect(original).to_be_in_viewport()
    expect(original).to_be_focused()
    expect(original).to_have_css("display", "grid")


@SIZES
def test_a_quote_leads_to_an_original_out_of_sight_and_the_view_stays_there(
    person: People, server: Server, size: tuple[int, int]
):
    ada, bob = person("Ada"), person("Bob")
    server.seed(name := fresh("quotes"), [f"number {number:02}" for number in range(1, 51)])
    for somebody in (ada, bob):
        somebody.join_channel(name)
    ada.page.set_viewport_size({"width": size[0], "height": size[1]})
    ada.act("number 05", "Reply")
    ada.say("an answer")
    ada.sees("an answer")
    expect(ada.message("an answer")).to_be_in_viewport()
    expect(ada.button("Jump to newest")).to_have_count(0)
    ada.message("an answer").locator("button.quote").click()
    original = ada.log.locator("[data-target]")
    expect(original).to_contain_text("number 05")
    expect(original).to_be_in_viewport()
    expect(original).to_have_css("display", "grid")
    bob.say("something new")
    expect(ada.button("1 new message")).to_be_visible()
    expect(original).to_be_in_viewport()
    ada.button("1 new message").click()
    expect(ada.message("something new")).to_be_in_viewport()


def test_a_quote_leads_to_a_message_that_is_not_among_those_on_show(person: People):
    [ada] = person.together("Ada")
    ada.say("the first of them")
    for number in range(90):
        ada.say(f"line {number}.")
    ada.sees("line 89.")
    ada.scroll_back()
    ada.act("the first", "Reply")
    ada.say("an answer")
    ada.sees("an answer")
    ada.page.reload()
    ada.sees("an answer")
    first = ada.log.locator(".text", has_text="the first of them")
    expect(first).to_have_count(0)
    ada.message("an answer").locator("button.quote").click()
    expect(ada.log.locator("[data-target]")).to_contain_text("the first of them")
    expect(ada.log.locator("[data-target]")).to_be_in_viewport()
    ada.button("Jump to newest").click()
    ada.sees("an answer")
