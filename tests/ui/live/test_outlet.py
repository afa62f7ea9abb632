"""The way to the pages: what cannot be sent, and whoever cannot be reached, costs itself only."""

import json
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote

import pytest

from chat_app.realtime.views import NO_CHANNEL, ChannelView
from chat_app.ui.live.outlet import ReflexTransport
from chat_app.ui.live.send_queue import Packet, SendQueue
from chat_app.ui.live.sockets import LiveSockets
from chat_app.ui.states.live import LiveState


class Socket:
    """A queue that keeps what it is given, or fails."""

    def __init__(self, fails: bool = False) -> None:
        self.fails, self.packets, self.given_up, self.closed = fails, list[Packet](), False, False

    def push(self, _key: object, packet: Packet) -> None:
        if self.fails:
            raise RuntimeError("no way into it")
        self.packets.append(packet)

    def holds(self, _key: object) -> bool:
        return False

    def abandon(self) -> None:
        self.given_up = True

    def close(self) -> None:
        self.closed = True

    def texts(self) -> list[str]:
        return [str(packet.data) for packet in self.packets]


def joined(**sockets: Socket) -> LiveSockets:
    live = LiveSockets(1 << 20, 20.0)
    live.open.update(cast(dict[str, SendQueue], sockets))
    return live


@pytest.mark.parametrize("newest", [True, False])
def test_a_socket_that_fails_is_given_up_and_the_others_get_theirs(newest: bool) -> None:
    first, broken, last = Socket(), Socket(fails=True), Socket()
    live = joined(first=first, broken=broken, last=last)
    if newest:
        live.push_newest(live.open, "feed", "news", lambda: "whole")
    else:
        live.push(live.open, "news")
    assert [packet.data for packet in first.packets + last.packets] == ["news", "news"]
    assert (first.given_up, broken.given_up, last.given_up) == (False, True, False)


def test_half_a_character_does_not_keep_a_packet_from_being_sent() -> None:
    assert Packet("half \ud83d").frame.endswith(b"half ?")


def test_a_var_that_cannot_be_encoded_is_left_out_of_what_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    socket, outlet = Socket(), ReflexTransport()
    live = joined(one=socket)
    outlet.attach(cast(Any, SimpleNamespace(sio=None)), live, [LiveState])
    outlet._engine_of["page"] = "one"
    cycle: list[Any] = []
    cycle.append(cycle)
    outlet.push(["page"], {"start": 7, "online": cycle})
    outlet.push(["page"], {"start": 8, "typing": cycle}, dict)
    sent = [json.loads(str(packet.data).removeprefix("42/_event,")) for packet in socket.packets]
    assert [list(update["delta"].values()) for _, update in sent] == [
        [{"start_rx_state_": 7}],
        [{"start_rx_state_": 8}],
    ]
    assert "online" in caplog.text


def attached(**sockets: Socket) -> ReflexTransport:
    """Return a way to pages whose ids are those of their sockets with `page-` before."""
    outlet, live = ReflexTransport(), joined(**sockets)
    manager = SimpleNamespace(
        eio_sid_from_sid=lambda sid, namespace: sid.split("-")[1] if sid.split("-")[1] in live.open else None
    )
    outlet.attach(cast(Any, SimpleNamespace(sio=SimpleNamespace(manager=manager))), live, [LiveState])
    return outlet


def redirect(socket: Socket) -> Any:
    """Where the only packet of a socket leads its page."""
    (text,) = socket.texts()
    name, update = json.loads(text.removeprefix("42/_event,"))
    assert (name, update["delta"]) == ("event", {})
    (event,) = update["events"]
    assert event["name"] == "_redirect"
    return event["payload"]


def test_a_page_is_known_from_when_it_came_until_its_connection_ends() -> None:
    outlet = attached(one=Socket())
    assert not outlet.knows("page-one")
    assert outlet.admit("page-one") == ""
    assert outlet.knows("page-one")
    assert outlet.dismiss("one") == "page-one"
    assert not outlet.knows("page-one")
    assert outlet.dismiss("one") is None


def test_a_page_whose_connection_is_gone_is_not_admitted_and_no_longer_known() -> None:
    socket = Socket()
    outlet = attached(one=socket)
    assert outlet.admit("page-other") == ""
    assert not outlet.knows("page-other")
    outlet.admit("page-one")
    assert outlet._sockets is not None
    outlet._sockets.open.clear()
    assert not outlet.knows("page-one")
    outlet.push(["page-one"], {"start": 1})
    assert socket.packets == []


def test_a_page_that_takes_anothers_place_on_a_connection_is_told_which_one_it_was() -> None:
    socket = Socket()
    outlet = attached(one=socket)
    outlet.admit("before-one")
    assert outlet.admit("page-one") == "before-one"
    assert outlet.admit("page-one") == ""  # it was itself
    assert (outlet.knows("before-one"), outlet.knows("page-one")) == (False, True)
    outlet.push(["before-one"], {"start": 1})
    assert socket.packets == []
    assert outlet.dismiss("one") == "page-one"


@pytest.mark.parametrize("everything", [None, dict])
def test_vars_are_pushed_to_those_pages_only_that_they_are_for(everything: Any) -> None:
    one, two, three = Socket(), Socket(), Socket()
    outlet = attached(one=one, two=two, three=three)
    for sid in ("page-one", "page-two", "page-three"):
        outlet.admit(sid)
    outlet.push(["page-one", "page-gone", "page-three"], {"start": 7, "online": ["ada"]}, everything)
    vars_ = {"start_rx_state_": 7, "online_rx_state_": ["ada"]}
    assert one.texts() == three.texts()
    (text,) = one.texts()
    assert json.loads(text.removeprefix("42/_event,")) == [
        "event",
        {"delta": {LiveState.get_full_name(): vars_}},
    ]
    assert two.packets == []


def test_everything_is_not_made_where_nobody_is_there_to_get_it() -> None:
    outlet = attached(one=Socket())
    outlet.push(["page-one"], {"start": 7}, lambda: pytest.fail("made for nobody"))


def to_sign_in(channel: str) -> str:
    return f"/login?next=%2Fchat%3Fchannel%3D{quote(channel, safe='')}&ended=1"


@pytest.mark.parametrize(
    ("channel", "path"),
    [
        (None, "/login?ended=1"),
        (ChannelView(**{**NO_CHANNEL, "id": "1", "name": "general"}), to_sign_in("general")),
        (ChannelView(**{**NO_CHANNEL, "id": "7", "kind": "direct"}), to_sign_in("~7")),
    ],
)
def test_a_page_that_is_signed_out_is_led_to_sign_in_and_from_there_back(
    channel: ChannelView | None, path: str
) -> None:
    one, two = Socket(), Socket()
    outlet = attached(one=one, two=two)
    outlet.admit("page-one")
    outlet.admit("page-two")
    outlet.show_sign_in("page-one", channel)
    assert redirect(one) == {"path": path, "external": False, "replace": True}
    assert two.packets == []


def test_a_page_is_told_in_words_before_its_connection_is_closed() -> None:
    one, two = Socket(), Socket()
    outlet = attached(one=one, two=two)
    outlet.admit("page-one")
    outlet.admit("page-two")
    outlet.close("page-one")
    outlet.close("page-gone")
    assert (one.texts(), one.closed) == (["41/_event,"], True)
    assert (two.texts(), two.closed) == ([], False)


def test_a_page_can_be_broken_off_before_it_is_known_and_one_that_is_gone_is_no_trouble() -> None:
    one, two = Socket(), Socket()
    outlet = attached(one=one, two=two)
    outlet.drop("page-gone")
    assert (outlet.is_open("page-one"), outlet.is_open("page-gone")) == (True, False)
    outlet.drop("page-one")
    assert (one.given_up, two.given_up) == (True, False)


def test_before_there_is_an_application_nothing_is_there_and_nothing_is_sent() -> None:
    outlet = ReflexTransport()
    outlet.push(["page-one"], {"start": 7}, lambda: pytest.fail("made for nobody"))
    outlet.show_sign_in("page-one", NO_CHANNEL)
    outlet.close("page-one")
    outlet.drop("page-one")
    assert outlet.admit("page-one") == ""
    assert (outlet.knows("page-one"), outlet.is_open("page-one")) == (False, False)
