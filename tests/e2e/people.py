"""The people of a test, and the browsers they sit at."""

from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Browser, BrowserContext, Error, ViewportSize, WebSocket

from tests.e2e.person import PASSWORD, Person, fresh, watched
from tests.support.server import Server

__all__ = ["DESKTOP", "PASSWORD", "PHONE", "TABLET", "People", "Person", "Spare", "fresh"]

DESKTOP = (1440, 900)
TABLET = (768, 1024)
PHONE = (360, 740)
# Browsers that nobody sits at, by the options they were made with.
Spare = dict[str, list[BrowserContext]]


class People:
    """Everybody of one test. Called with a name, it lets somebody new in.

    `spare` keeps browsers for the next test, by what they are like, emptied of all but their cache: a cold
    one takes twice as long.
    `url` is where the pages are opened, if that is not at the server; people then sign up by the page.
    """

    of_this_test: ClassVar[list["People"]] = []  # for the report, should it fail

    def __init__(self, browser: Browser, server: Server, spare: Spare | None = None, url: str = "") -> None:
        self.everybody: list[Person] = []
        self._browser = browser
        self._server = server
        self._url = url
        self._spare = spare if spare is not None else {}
        self._keeps = spare is not None
        self._kinds: dict[BrowserContext, str] = {}
        self.of_this_test.append(self)

    def __call__(
        self,
        name: str,
        *,
        signed_up: bool = True,
        size: tuple[int, int] = DESKTOP,
        at: Server | None = None,
        url: str = "",
        **options: Any,
    ) -> Person:
        """Somebody with a fresh browser, in the chat under a name that begins so unless told otherwise.

        `at` and `url` are another server, and another address of the pages, than everybody's; `options`
        are Playwright's for a context, for example `color_scheme="dark"` or `has_touch=True`. Nothing moves,
        so that nothing is measured on its way, unless a test says `reduced_motion="no-preference"`.
        """
        server, url = at or self._server, url or self._url
        context = self._context(options)
        context.set_default_timeout(10_000)
        errors: list[str] = []
        heard: list[str] = []
        sockets: list[WebSocket] = []
        page = watched(context.new_page(), errors, heard, sockets)
        page.set_viewport_size(ViewportSize(width=size[0], height=size[1]))
        somebody = Person(fresh(name.lower()), url or server.url, context, page, errors, heard, sockets)
        self.everybody.append(somebody)
        if signed_up and url:
            somebody.sign_up()
        elif signed_up:
            somebody.walk_in(server)
        return somebody

    def together(self, *names: str, topic: str = "", **options: Any) -> list[Person]:
        """People with a channel of their own open, which the first of them made."""
        first, *others = [self(name, **options) for name in names]
        channel = fresh("talk")
        first.create_channel(channel, topic)
        for other in others:
            other.join_channel(channel)
        return [first, *others]

    def photograph(self, folder: Path) -> list[Path]:
        """Return a picture of every open page."""
        folder.mkdir(parents=True, exist_ok=True)
        taken = []
        for somebody in self.everybody:
            for number, page in enumerate(somebody.context.pages):
                taken.append(folder / f"{somebody.username}-{number}.png")
                page.screenshot(path=taken[-1])
        return taken

    def describe(self) -> str:
        """Return what every open page is, what it says, and what it heard last."""
        found = []
        for somebody in self.everybody:
            for page in somebody.context.pages:
                said = page.inner_text("body", timeout=1_000)[-600:]
                last = [heard[:600] for heard in somebody.heard[-5:]]
                found.append("\n".join([f"{somebody.username} at {page.url}", said, *last, *somebody.errors]))
        return "\n\n".join(found)

    def leave(self) -> None:
        """Close every browser, then see that nothing went wrong in any."""
        for somebody in self.everybody:
            if self._keeps:
                _empty(somebody.context)
                self._spare[self._kinds[somebody.context]].append(somebody.context)
            else:
                somebody.context.close()
        wrong = {each.username: each.unexpected_errors() for each in self.everybody}
        assert not any(wrong.values()), f"Errors in the pages: {wrong}"

    def _context(self, options: dict[str, Any]) -> BrowserContext:
        kind = repr(sorted(options.items()))
        spare = self._spare.setdefault(kind, [])
        context = (
            spare.pop() if spare else self._browser.new_context(**{"reduced_motion": "reduce", **options})
        )
        self._kinds[context] = kind
        return context


def _empty(context: BrowserContext) -> None:
    """Forget all that a person left in a browser."""
    for page in context.pages:
        with suppress(Error):  # a page that never went anywhere has no storage
            page.evaluate("localStorage.clear()")
        page.close()
    context.clear_cookies()
    context.set_offline(False)
