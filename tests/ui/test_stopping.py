"""A server that is stopped, while people listen to it."""

from contextlib import closing
from pathlib import Path

from tests.support.serving import Person
from tests.ui.backend import Backend
from tests.ui.raw import RawPage, cookie_for


def test_a_stopped_server_lets_go_of_pages_and_streams_and_keeps_what_was_posted(tmp_path: Path) -> None:
    server = Backend(tmp_path)
    server.start()
    page = RawPage(server, cookie_for(server, "watcher")).hello()
    with closing(Person(server, "ann")) as ann, closing(page):
        general = next(each["id"] for each in ann("GET", "/channels")["items"] if each["name"] == "general")
        with ann.listen() as events:
            ann.say(general, "the last word")
            server.stop()
            assert events.ends()
    assert "Exception" not in server.log()
    assert "graceful shutdown exceeded" not in server.log()
    assert server.stored("general") == [(1, "the last word")]
