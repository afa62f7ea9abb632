"""Code in a message, its words marked by what they are: `<span class="k">` and a few more.

Pygments reads it. Its readers were made for files and not for what somebody invents to hold up a server:
some need seconds for a thousand blank lines. So only languages that were measured are here, and what is
long or mostly blank stays as it is; then the worst text found costs a tenth of a second, once.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name  # pyright: ignore[reportUnknownVariableType]
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String
from pygments.token import _TokenType as TokenType  # pyright: ignore[reportPrivateUsage]

LANGUAGES = {
    "bash", "c", "cpp", "csharp", "css", "diff", "dockerfile", "go", "html", "ini", "java", "javascript",
    "json", "kotlin", "php", "python", "ruby", "rust", "sql", "swift", "toml", "typescript", "xml", "yaml",
}  # fmt: skip
_ALSO = {
    "c++": "cpp", "c#": "csharp", "cs": "csharp", "docker": "dockerfile", "golang": "go", "js": "javascript",
    "jsx": "javascript", "kt": "kotlin", "patch": "diff", "py": "python", "python3": "python", "rb": "ruby",
    "rs": "rust", "sh": "bash", "shell": "bash", "ts": "typescript", "tsx": "typescript", "yml": "yaml",
    "zsh": "bash",
}  # fmt: skip
# What people call code that is shown as it is.
_PLAIN = {
    "apache", "asm", "awk", "bat", "clojure", "cmake", "cmd", "conf", "console", "csv", "dart",
    "elixir", "env", "erlang", "fsharp", "gradle", "graphql", "groovy", "haskell", "hcl", "http",
    "jsonc", "jsonl", "julia", "latex", "less", "log", "lua", "make", "makefile", "markdown", "matlab",
    "md", "mermaid", "nginx", "none", "objc", "ocaml", "output", "pascal", "perl", "plain", "plaintext",
    "powershell", "proto", "protobuf", "ps1", "r", "regex", "rst", "sass", "scala", "scss", "svelte",
    "svg", "terraform", "tex", "text", "tsv", "txt", "vb", "vim", "vue", "wasm", "zig",
}  # fmt: skip
MAX_CODE_LENGTH = 2000  # characters
_BLANK = re.compile(r"\s{60}")
# What stands first is asked first. assets/css/markup.css gives each class its colour.
_CLASSES: tuple[tuple[TokenType, str], ...] = (
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (String, "s"),
    (Number, "m"),
    (Literal, "s"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Decorator, "f"),
    (Name.Tag, "k"),
    (Name.Attribute, "f"),
    (Name.Builtin, "f"),
    (Generic.Inserted, "i"),
    (Generic.Deleted, "d"),
    (Generic.Heading, "c"),
    (Generic.Subheading, "c"),
)


def is_language(word: str) -> bool:
    """Return whether a word names what code is written in, as people say it."""
    return word.lower() in LANGUAGES or word.lower() in _ALSO or word.lower() in _PLAIN


def highlighted(code: str, info: str) -> str:
    """Return the code as HTML; `info` is what stands behind the fence, its first word the language."""
    lexer = _lexer(info.split(maxsplit=1)[0].lower() if info.strip() else "")
    if lexer is None or len(code) > MAX_CODE_LENGTH or _BLANK.search(code):
        return escape(code, quote=False)
    return "".join(_marked(text, mark) for text, mark in _runs(lexer, code))


@lru_cache(maxsize=256)
def _lexer(name: str) -> Lexer | None:
    language = _ALSO.get(name, name)
    if language not in LANGUAGES:
        return None
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


def _runs(lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    """Return the code in pieces with their classes, neighbours of one class together."""
    text, mark = "", ""
    for kind, word in lexer.get_tokens(code):
        its = mark if word.isspace() else _class_of(kind)
        if its != mark:
            yield text, mark
            text, mark = "", its
        text += word
    yield text, mark


@lru_cache(maxsize=512)
def _class_of(kind: TokenType) -> str:
    return next((mark for group, mark in _CLASSES if kind in group), "")


def _marked(text: str, mark: str) -> str:
    shown = escape(text, quote=False)
    return f'<span class="{mark}">{shown}</span>' if mark and text else shown
