"""Code: between backticks, within a line or over several, and between fences of backticks or tildes.

Fences are read as people type them in chats too: one may open behind words and close behind the code. What is
written behind the opening one is the code's language if it names one, and otherwise its first line.
"""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, backtick

from chat_app.text.highlighting import is_language

_FENCE = re.compile(r"(`{3,})(?=[^`]*$)|(~{3,})")
_RUN = re.compile("`+")


def code(state: StateInline, silent: bool) -> bool:
    """Read code between backticks as the library does, but with its line breaks."""
    start, known = state.pos, len(state.tokens)
    if not backtick(state, silent):
        return False
    if not silent and len(state.tokens) > known and state.tokens[-1].type == "code_inline":
        token = state.tokens[-1]
        content = state.src[start + len(token.markup) : state.pos - len(token.markup)]
        padded = content.strip(" ") and content.startswith(" ") and content.endswith(" ")
        token.content = content[1:-1] if padded else content
    return True


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a fence that begins its line. `start` and `end` are numbers of lines."""
    line = _line(state, start)
    opening = _FENCE.match(line)
    return opening is not None and _read(state, start, end, opening.span(), silent)


def fence_within(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a fence behind words, which are a paragraph; one that nothing closes is text."""
    line = _line(state, start)
    at = _opened_within(line) if "```" in line else None
    return at is not None and _read(state, start, end, at, silent)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _read(state: StateBlock, start: int, end: int, at: tuple[int, int], silent: bool) -> bool:
    """Read the code whose opening marks stand there on the first line, with what is before and behind it."""
    line = _line(state, start)
    head, marks, info = line[: at[0]].strip(), line[slice(*at)], line[at[1] :].strip()
    closing = _closing(state, start, end, marks, is_block=not head and (not info or is_language(info)))
    if closing is None and head:
        return False
    last, before, after = closing or (_end_of_container(state, start, end), 0, 0)
    content = _content(state, start, last, before)
    if not (info or content.strip()):
        return False
    if not silent:
        if head:
            _push_paragraph(state, head, start)
        _push_code(state, info, content)
        state.line = _line_after(state, last, after)
    return True


def _opened_within(line: str) -> tuple[int, int] | None:
    """Where three backticks or more open code that does not end on the line."""
    at = 0
    while run := _RUN.search(line, at):
        closing = next((each for each in _RUN.finditer(line, run.end()) if each.group() == run.group()), None)
        if closing is None and len(run.group()) >= 3:
            return run.span()
        at = closing.end() if closing else run.end()
    return None


def _closing(
    state: StateBlock, start: int, end: int, marks: str, *, is_block: bool
) -> tuple[int, int, int] | None:
    """Return the line with the closing marks, and where they begin and end in the text; None: there are none.

    Those of a block stand on a line of their own. Backticks of anything else, or of a block that has no such
    line, may stand behind the code.
    """
    alone = re.compile(rf"{marks[0]}{{{len(marks)},}}[ \t]*$")
    within = re.compile(rf"(?<!`){marks}(?!`)")
    loose = None
    for line in range(start + 1, end):
        begins, ends = state.bMarks[line], state.eMarks[line]
        indented = begins + state.tShift[line]
        if found := alone.match(state.src, indented, ends):
            return (line, indented, ends) if is_block or loose is None else loose
        if loose is None and marks[0] == "`" and (found := within.search(state.src, begins, ends)):
            loose = (line, found.start(), found.end())
            if not is_block:
                return loose
    return loose


def _end_of_container(state: StateBlock, start: int, end: int) -> int:
    """Return the first line that is no longer in the list or quote of a fence that nothing closes."""
    for line in range(start + 1, end):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return line
    return end


def _content(state: StateBlock, start: int, last: int, before: int) -> str:
    """Return the lines between the fences, and what stands before the closing one on its line."""
    lines = state.getLines(start + 1, last, state.sCount[start], True)
    within = state.src[state.bMarks[last] : before] if before else ""
    return (lines + within).rstrip()


def _push_paragraph(state: StateBlock, text: str, line: int) -> None:
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = text, [], [line, line + 1]
    state.push("paragraph_close", "p", -1)


def _push_code(state: StateBlock, info: str, content: str) -> None:
    named = is_language(info)
    token = state.push("fence", "code", 0)
    token.info = info if named else ""
    token.content = content if named or not info else f"{info}\n{content}".rstrip()


def _line_after(state: StateBlock, last: int, after: int) -> int:
    """Where reading goes on: behind the closing marks if there is more on their line."""
    if not after:
        return last
    rest = state.src[after : state.eMarks[last]]
    if not rest.strip():
        return last + 1
    state.bMarks[last] = after + len(rest) - len(rest.lstrip())
    state.tShift[last], state.sCount[last] = 0, state.blkIndent
    return last
