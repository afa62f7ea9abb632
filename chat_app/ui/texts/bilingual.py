"""What makes a text of the page: English, and what it is in Spanish.

Each is a Reflex var: the page says it in the language that its reader has chosen (`browser/language.js`).
English is written into the pages; a page asks for the Spanish sentences when it is to speak Spanish. Each
folder of components has a module of texts; what services say of a failure is in `errors`.
"""

from chat_app.ui.components.browser.language import Text, say

SPANISH: dict[str, str] = {}  # by the English: what the modules that have been imported say


def text(english: str, spanish: str, **parts: int) -> Text:
    """Return a text of the page, with what goes into its places.

    The same English is always the same in Spanish.
    """
    assert SPANISH.setdefault(english, spanish) == spanish, english
    return say({"template": english, "parts": parts} if parts else english)
