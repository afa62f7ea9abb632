"""What can be said of the page without a browser: colours, texts, and that its parts fit together."""

import re
from pathlib import Path

import pytest

from chat_app.services.accounts.rules import COLORS
from chat_app.ui.components.parts.document import STYLESHEETS
from chat_app.ui.components.parts.icon import icon
from chat_app.ui.pages import chat, sign_in
from chat_app.ui.texts.spanish import TEXTS

ASSETS = Path(__file__).parents[3] / "assets"
BASE = (ASSETS / "css" / "base.css").read_text()
PARTS = (ASSETS / "css" / "parts.css").read_text()
READABLE = 4.5  # the contrast that WCAG 2.2 AA asks of text

Colour = tuple[float, ...]


def colours_of(selector: str) -> dict[str, Colour]:
    """Return the colours that one block of custom properties sets."""
    block = BASE.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    found = re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})", block)
    return {name: tuple(int(value[at : at + 2], 16) for at in (0, 2, 4)) for name, value in found}


LIGHT = colours_of(":root")
THEMES = {"light": LIGHT, "dark": LIGHT | colours_of(":root.dark")}


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_right() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("color", COLORS)
def test_every_name_colour_is_readable_on_a_message_and_on_its_avatar(theme: str, color: str) -> None:
    colours = THEMES[theme]
    name, surface = colours[color], colours["surface"]
    avatar = tuple(0.13 * ink + 0.87 * paper for ink, paper in zip(name, surface, strict=True))
    assert f'[data-color="{color}"] {{ --name: var(--{color}); }}' in BASE
    assert "color-mix(in srgb, var(--name) 13%, var(--surface))" in PARTS
    for background in (
        surface,
        colours["surface-hover"],
        colours["mention-soft"],
        colours["found"],
        avatar,
    ):
        assert contrast(name, background) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *[(ink, paper) for ink in ("text", "text-soft", "danger") for paper in ("surface", "surface-soft")],
        *[(ink, paper) for ink in ("text", "text-soft") for paper in ("surface-hover", "surface-press")],
        *[("accent", paper) for paper in ("surface", "surface-soft", "surface-hover")],
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("accent-strong", "accent-soft"),
        ("danger", "danger-soft"),
        ("surface", "danger"),
        ("surface", "text"),
        ("on-mention", "mention"),
        *[(ink, "mention-soft") for ink in ("text", "text-soft", "accent")],
        *[(ink, "code") for ink in ("text", "text-soft", "violet", "green", "orange", "blue", "red")],
    ],
)
def test_texts_are_readable_on_what_they_stand_on(theme: str, ink: str, paper: str) -> None:
    assert contrast(THEMES[theme][ink], THEMES[theme][paper]) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("row", ["surface", "surface-hover", "mention-soft"])
def test_code_stands_out_from_every_row(theme: str, row: str) -> None:
    assert contrast(THEMES[theme]["code"], THEMES[theme][row]) > 1.06


def test_every_stylesheet_is_there_and_uses_only_colours_that_exist() -> None:
    known = set(re.findall(r"(--[\w-]+):", BASE))
    assert sorted(STYLESHEETS) == sorted(f"/css/{path.name}" for path in ASSETS.glob("**/*.css"))
    for name in STYLESHEETS:
        css = (ASSETS / name.strip("/")).read_text()
        assert set(re.findall(r"var\((--[\w-]+)", css)) <= known


def test_columns_become_drawers_at_the_widths_the_style_has() -> None:
    css = (ASSETS / "css" / "layout.css").read_text()
    assert f"@media {chat.CHANNELS_DRAWER} {{" in css
    assert f"@media {chat.PEOPLE_DRAWER} {{" in css


@pytest.mark.parametrize(
    "page", [chat.chat_page, sign_in.home_page, sign_in.sign_in_page, sign_in.sign_up_page]
)
def test_pages_can_be_drawn(page) -> None:
    assert page().render()


def test_an_icon_says_nothing_to_a_screen_reader() -> None:
    assert '"aria-hidden":"true"' in str(icon("send").render()["props"]).replace(" ", "")


def test_names_that_the_contract_fixes_are_those_of_the_texts() -> None:
    fixed = {
        "Username", "Password", "Create account", "Sign in", "Account", "Sign out", "Channels",
        "Create channel", "Channel name", "Topic", "Create", "Browse channels", "Join", "Leave channel",
        "Online", "Messages", "Message", "Send", "Reconnecting",
        "Add reaction", "Edit message", "Delete message", "Emoji", "Emoji picker", "Search emoji",
        "Profile", "Display name", "Name color", "Save",
    }  # fmt: skip
    assert fixed <= TEXTS.keys()


def test_no_width_is_counted_in_digits() -> None:
    """`ch` is the width of a font's `0`; a font of emojis has none, and then a text is as wide as nothing."""
    for sheet in STYLESHEETS:
        assert not re.search(r"\d\s*ch\b", (ASSETS / sheet.lstrip("/")).read_text()), sheet
