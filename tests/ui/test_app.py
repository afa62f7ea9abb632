"""What the application does around its pages: what it takes of them, and how it begins and ends."""

import asyncio
import gc
import json
import multiprocessing
import os
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
import reflex as rx
from reflex_base.constants import CompileVars

from chat_app.backends import serving_lock
from chat_app.backends.bus import Bus
from chat_app.chat_app import app as application
from chat_app.services.messages import posting
from chat_app.ui import app
from chat_app.ui.live.hub import hub, outlet
from tests.support.asynchronous import ticks

SCHEMA = CompileVars.CONNECT_AUTH_STATE_SCHEMA


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ('"half \\ud83d"', "half "),
        ('"\\uDE00 the other half"', " the other half"),
        ('"whole \\ud83d\\ude00"', "whole 😀"),
        ('["\\udfff", {"\\ud800key": ["in \\uDBFFdepth"]}, 7, null]', ["", {"key": ["in depth"]}, 7, None]),
        ('"no half: \\u00f1 and \\\\ud83"', "no half: ñ and \\ud83"),
        ('{"text": "plain ñ 😀"}', {"text": "plain ñ 😀"}),
    ],
)
def test_of_what_pages_send_only_what_is_text_is_taken(sent: str, taken: Any) -> None:
    sio = SimpleNamespace(packet_class=SimpleNamespace(json=json))
    app._take_only_text(sio)
    assert sio.packet_class.json.loads(sent) == taken
    assert sio.packet_class.json.dumps is json.dumps


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ({SCHEMA: "of another build", "kept": 1}, {"kept": 1}),
        ({"kept": 1}, {"kept": 1}),
        ("no object", "no object"),
        (None, None),
    ],
)
async def test_a_page_of_another_build_is_not_made_to_reload(said: Any, heard: Any) -> None:
    came: list[Any] = []

    async def on_connect(*arguments: Any) -> None:
        came.append(arguments)

    namespace = SimpleNamespace(on_connect=on_connect)
    app._keep_from_reloading(namespace)
    await namespace.on_connect("sid", {"of": "the request"}, said)
    assert came == [("sid", {"of": "the request"}, heard)]


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("origin", "welcome"),
    [("", True), ("http://chat.test", True), ("http://elsewhere.test", False), ("https://chat.test", False)],
)
def test_only_this_servers_own_pages_are_welcome_on_its_websocket(origin: str, welcome: bool) -> None:
    headers = [(b"host", b"chat.test"), (b"origin", origin.encode())]
    assert app._is_welcome(origin, {"asgi.scope": {"scheme": "ws", "headers": headers}}) is welcome


def test_what_has_been_loaded_is_not_looked_through_again_and_the_rest_rarely() -> None:
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        app.collect_garbage_rarely()
        assert gc.get_threshold()[0] >= 10 * thresholds[0]
        assert gc.get_freeze_count() > frozen
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what happened while the server ran, in order."""
    happened: list[str] = []

    async def run() -> None:
        happened.append("the hub runs")
        try:
            await asyncio.Event().wait()
        finally:
            happened.append("the hub ends")

    monkeypatch.setattr(hub, "run", run)

    async def stop() -> None:
        happened.append("posts are stored")

    monkeypatch.setattr(posting, "stop", stop)
    monkeypatch.setattr(serving_lock, "hold", lambda: happened.append("it serves alone"))
    monkeypatch.setattr(app, "collect_garbage_rarely", lambda: None)
    monkeypatch.setattr(os, "_exit", lambda status: happened.append(f"exit {status}"))
    return happened


def bus(steps: list[str]) -> Bus:
    return cast(Bus, SimpleNamespace(attach=lambda _loop: steps.append("events are carried")))


BEGIN = ["it serves alone", "events are carried", "the hub runs"]
END = ["posts are stored", "the hub ends"]


async def test_the_hub_runs_as_long_as_the_server_and_what_was_posted_is_stored_first(
    steps: list[str],
) -> None:
    async with app._live(bus(steps)):
        await ticks()
        assert steps == BEGIN
    assert steps == BEGIN + END


async def test_what_was_posted_is_stored_after_a_failure_too(steps: list[str]) -> None:
    async def broken() -> None:
        async with app._live(bus(steps)):
            await ticks()
            raise OSError("the server broke")

    with pytest.raises(OSError, match="the server broke"):
        await broken()
    assert steps == BEGIN + END


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_worker_process_that_is_told_to_stop_finishes_before_it_ends(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    handlers: dict[int, Callable[[], None]] = {}
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(multiprocessing, "parent_process", object)
    monkeypatch.setattr(loop, "add_signal_handler", handlers.__setitem__)
    async with app._live(bus(steps)):
        await ticks()
        handlers[number]()
        await asyncio.gather(*app._leaving)
        assert steps == [*BEGIN, *END, "exit 0"]
    app._leaving.clear()


async def test_a_server_that_is_no_worker_leaves_signals_to_those_who_run_it(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "add_signal_handler", lambda *_: pytest.fail("it took a signal"))
    async with app._live(bus(steps)):
        await ticks()
    assert "exit 0" not in steps


async def test_an_answer_of_the_pages_passes_through_all_that_is_put_around_them(
    monkeypatch: pytest.MonkeyPatch, settings: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    sent: list[Any] = []

    async def pages(scope: Any, _receive: Any, send: Any) -> None:
        seen.append(scope)
        await send({"type": "http.response.start", "status": 200})

    async def send(message: Any) -> None:
        sent.append(message)

    monkeypatch.setattr(rx.App, "__call__", lambda _: pages)
    asked = {"type": "http", "method": "GET", "path": "/chat", "scheme": "http", "headers": []}
    await application()({**asked, "client": ("::ffff:192.0.2.1", 7)}, None, send)
    assert [scope["client"] for scope in seen] == [("192.0.2.1", 7)]
    assert (b"x-content-type-options", b"nosniff") in sent[0]["headers"]


@pytest.mark.parametrize("lost", [True, False])
def test_the_end_of_a_pages_connection_is_the_end_of_the_page_for_the_hub(
    monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    ended: list[tuple[str, bool]] = []
    monkeypatch.setattr(hub, "disconnect", lambda sid, *, lost=False: ended.append((sid, lost)))
    monkeypatch.setitem(outlet._sid_of, "connection", "page")
    monkeypatch.setitem(outlet._engine_of, "page", "connection")
    assert outlet._sockets is not None
    (callback,) = outlet._sockets.closed_callbacks
    callback("connection", lost)
    callback("connection", lost)  # of no page, now
    assert ended == [("page", lost), ("", lost)]
    assert "page" not in outlet._engine_of
