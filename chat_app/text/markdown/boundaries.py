"""Where words begin and end, also in scripts that put no spaces between them."""

import re

# Thai to Tibetan, Burmese, Hangul, Khmer, kana, bopomofo, Han. A Korean word has a space before it, but what
# says its part in the sentence follows without one.
SPACELESS = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# A letter or digit that makes one word with the letters beside it.
JOINING = rf"[^\W{SPACELESS}]"
_JOINING = re.compile(JOINING)


def joins(character: str) -> bool:
    """Return whether a character makes one word with the letters beside it. Nothing joins at an end, ''."""
    return bool(_JOINING.match(character))
