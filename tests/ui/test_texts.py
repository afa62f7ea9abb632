"""Every text has both languages, wherever it stands. That the page then says it is tested in a browser."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_app import errors
from chat_app.cli.processes import ROOT
from chat_app.errors import FieldError, Forbidden, Invalid, Sentence, TooMany
from chat_app.ui.states import toast
from chat_app.ui.states.error_text import message_of, messages_by_field
from chat_app.ui.texts import errors as error_texts
from chat_app.ui.texts.spanish import MODULES, SPANISH, TEXTS

APP = ROOT / "chat_app"
SAME = {"Bot"}  # in both languages
# What these modules say is for clients of REST alone, which speaks English.
REST_ONLY = {"access_tokens.py", "bots.py", "cursors.py", "streams.py"}
REST_SENTENCES = {
    "No access token can do that. Sign in with your password.",
    "This access token lacks the scope `{scope}`.",
}
TELLING = {name for name in vars(errors) if isinstance(getattr(errors, name), type)} | {"check_length"}
# Properties of a component that people read or hear.
READ_OUT = ("label", "title", "placeholder", "alt", "_text")


def calls(files: list[Path]) -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in some files, with the last part of the name of what is called."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                yield file, node, getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_text(node: ast.expr) -> bool:
    """Return whether it is a literal with a word in it; of an f-string, a literal part."""
    if isinstance(node, ast.JoinedStr):
        return any(is_text(part) for part in node.values)
    return isinstance(node, ast.Constant) and bool(re.search(r"[^\W\d_]{2}", str(node.value)))


def told() -> Iterator[tuple[str, ast.expr]]:
    """Each literal that becomes a sentence of an error which a page may show, with the file that has it."""
    folders = (APP / "services", APP / "realtime", APP / "ui" / "states")
    files = [file for folder in folders for file in folder.rglob("*.py") if file.name not in REST_ONLY]
    for file, call, name in calls(files):
        if name in TELLING:
            yield from ((file.name, node) for node in call.args if is_text(node) and " " in ast.unparse(node))


def places(sentence: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", sentence))


def test_every_module_of_texts_is_part_of_the_whole() -> None:
    files = {path.stem for path in (APP / "ui" / "texts").glob("*.py")}
    known = {module.__name__.rpartition(".")[2] for module in MODULES}
    assert files - known == {"__init__", "bilingual", "errors", "spanish"}


def test_every_text_has_both_languages() -> None:
    assert len(TEXTS) > 150
    assert [each for each, spanish in SPANISH.items() if not each.strip() or not spanish.strip()] == []
    assert {each for each, spanish in SPANISH.items() if each == spanish} == SAME
    assert not TEXTS.keys() & error_texts.SPANISH.keys()


@pytest.mark.parametrize("english", [each for each in SPANISH if "{" in each])
def test_spanish_has_the_same_places_for_parts(english: str) -> None:
    assert places(SPANISH[english]) == places(english)


def test_every_sentence_of_an_error_has_spanish() -> None:
    found = [*told()]
    assert len(found) > 25
    made_up = [f"{file}: {ast.unparse(node)}" for file, node in found if not isinstance(node, ast.Constant)]
    assert made_up == [], "An f-string cannot be looked up: use Sentence(template, parts)."
    missing = {node.value for _, node in found if isinstance(node, ast.Constant)} - SPANISH.keys()
    assert missing <= REST_SENTENCES


def test_every_spanish_sentence_is_said_by_something() -> None:
    sources = [file for folder in ("services", "ui/states") for file in (APP / folder).rglob("*.py")]
    sources += [APP / "errors.py", *(APP / "backends" / f"{name}.py" for name in ("limits", "outages"))]
    literals = {
        node.value
        for file in sources
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant)
    }
    assert error_texts.SPANISH.keys() <= literals
    assert toast.OUR_FAULT in error_texts.SPANISH


def test_components_have_no_text_of_their_own() -> None:
    components = [*(APP / "ui" / "components").rglob("*.py"), *(APP / "ui" / "pages").glob("*.py")]
    of_their_own = []
    for file, call, name in calls(components):
        named = {word.arg: word.value for word in call.keywords}
        read = [node for key, node in named.items() if str(key).endswith(READ_OUT)]
        owner = ast.unparse(call.func)
        if owner.startswith("rx.el.") or (name == "create" and owner != "FunctionStringVar.create"):
            read += call.args
        of_their_own += [f"{file.name}:{node.lineno} {name}" for node in read if is_text(node)]
    assert of_their_own == []


def test_browser_code_has_no_text_of_its_own() -> None:
    for file in (APP / "ui" / "components" / "browser").glob("*.jsx"):
        markup = re.sub(r"//.*|/\*.*?\*/", "", file.read_text())
        assert not re.findall(r"(?:aria-label|title|placeholder|alt)=\"[^\"]+\"", markup), file.name
        assert not re.findall(r"(?<![=\-])>\s*[A-Z][a-z]+[^<>{}();]*</", markup), file.name


def test_a_sentence_is_english_and_knows_its_parts() -> None:
    sentence = Sentence("Messages can have at most {longest} characters.", longest=4000)
    assert sentence == "Messages can have at most 4,000 characters."
    assert (sentence.template, sentence.parts) == (
        "Messages can have at most {longest} characters.",
        {"longest": 4000},
    )


def test_a_page_is_told_template_and_parts() -> None:
    made = {"template": "Join {channel} first.", "parts": {"channel": "#sales"}}
    assert message_of(Forbidden(Sentence("Join {channel} first.", channel="#sales"))) == made
    assert message_of(TooMany("Later.", retry_after=1, limit=1)) == "Later."
    wrong = Invalid(FieldError("a", Sentence("{n} is wrong.", n=1)), FieldError("b", "So is this."))
    assert messages_by_field(wrong) == {
        "a": {"template": "{n} is wrong.", "parts": {"n": 1}},
        "b": "So is this.",
    }
    assert message_of(wrong) == {"template": "{n} is wrong.", "parts": {"n": 1}}
