"""The language of the page: see `language.js`."""

from pathlib import Path
from typing import Any

import reflex as rx
from reflex.event import EventSpec
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
from reflex_base.vars.function import FunctionStringVar
from reflex_base.vars.sequence import StringVar

from chat_app.ui.components.browser import beside

Text = StringVar[str]  # one that the page says in its reader's language

# Runs before anything is painted.
HEAD_SCRIPT = Path(__file__).with_name("head.js").read_text()

_LANGUAGE = beside(__file__)
_USED = VarData(imports={_LANGUAGE: [ImportVar(tag="useSay")]}, hooks={"const say = useSay()": None})
_say = FunctionStringVar.create("say", _var_data=_USED)

spoken: rx.Var[str] = rx.Var("say.language", _var_type=str, _var_data=_USED).guess_type()


def say(sentence: Any) -> Text:
    """Return a sentence in the reader's language: its English, or a var of type `ErrorText`."""
    return _say.call(sentence).to(str)


def choose_language(code: str) -> EventSpec:
    """Have the page speak another language."""
    chooser = FunctionStringVar.create(
        "chooseLanguage", _var_data=VarData(imports={_LANGUAGE: [ImportVar(tag="chooseLanguage")]})
    )
    return rx.run_script(chooser.call(code))
