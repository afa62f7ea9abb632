"""`@name` means somebody; in `x@name` it is an address, unless `x` is of a script without spaces."""

import re

from markdown_it.rules_inline import StateInline

from chat_app.text.markdown.boundaries import JOINING, joins

_NAME = re.compile(rf"@([A-Za-z0-9_.-]{{1,64}}+)(?!{JOINING})")


def begins_at(text: str, start: int, end: int) -> bool:
    """Return whether an `@` and what may be a name stand here."""
    return bool(_NAME.match(text, start, end))


def mention(state: StateInline, silent: bool) -> bool:
    """Read `@name` of a person who is known as a mention, and note each that may be a name."""
    if silent or state.linkLevel or state.src[state.pos] != "@":
        return False
    before = state.src[max(0, state.pos - 8) : state.pos].rstrip("_")[-1:]
    found = _NAME.match(state.src, state.pos, state.posMax)
    if not found or joins(before) or before in ("@", "\\"):
        return False
    typed = found.group(1)
    for name in dict.fromkeys((typed, typed.rstrip("._-"))):
        if "found" in state.env and name:
            state.env["found"][name.lower()] = None
        if user_id := state.env.get("mentions", {}).get(name.lower()):
            token = state.push("mention", "span", 0)
            token.content, token.meta = "@" + name, {"id": user_id}
            state.pos += 1 + len(name)
            return True
    return False
