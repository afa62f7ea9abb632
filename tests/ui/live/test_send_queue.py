"""What one websocket has yet to send: in order, the newest of its kind, and never without end."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from chat_app.ui.live.send_queue import OVERHEAD, AsgiWriter, DirectWriter, Packet, SendQueue
from chat_app.ui.live.uvicorn_protocol import UvicornProtocol
from tests.support.asynchronous import ticks

MAX_STALL = 20.0


class Writer:
    """A way out that is busy when the test says so."""

    def __init__(self) -> None:
        self.idle, self.busy_since = True, asyncio.get_running_loop().time()
        self.written: list[str | bytes] = []
        self.aborted = False

    def write(self, packet: Packet) -> None:
        self.written.append(packet.data)

    def abort(self) -> None:
        self.aborted = True


class Queue(SendQueue):
    """One whose way out is at hand."""

    def __init__(self, max_bytes: int = 1 << 20) -> None:
        super().__init__(max_bytes, MAX_STALL)
        self.writer = Writer()

    @property
    def given_up(self) -> bool:
        return self.ended.done() and not self.ended.result()

    def opened(self, *, busy: bool = False) -> "Queue":
        self.writer.idle = not busy
        self.open(self.writer)
        return self

    def say(self, *texts: str) -> None:
        for text in texts:
            self.push(object(), Packet(text))

    def become_idle(self) -> None:
        self.writer.idle = True
        self.flush()


# What a frame begins with, by how long its content is (RFC 6455, 5.2).
HEADS: list[tuple[int, bytes]] = [
    (0, b"\0"),
    (1, b"\x01"),
    (125, b"\x7d"),
    (126, b"\x7e\0\x7e"),
    (0xFFFF, b"\x7e\xff\xff"),
    (0x1_0000, b"\x7f\0\0\0\0\0\x01\0\0"),
]


@pytest.mark.parametrize(("size", "head"), HEADS)
@pytest.mark.parametrize(("letter", "first"), [("x", b"\x81"), (b"x", b"\x82")])
def test_a_frame_says_what_it_carries_and_how_long_it_is(
    letter: str | bytes, first: bytes, size: int, head: bytes
) -> None:
    assert Packet(letter * size).frame == first + head + b"x" * size


def test_the_length_of_a_frame_is_counted_in_bytes() -> None:
    assert Packet("ñ" * 63).frame[:4] == b"\x81\x7e\0\x7e"


def test_a_packet_for_many_is_put_into_a_frame_once() -> None:
    packet = Packet("for all")
    assert packet.frame is packet.frame


@pytest.mark.parametrize(("data", "kind"), [("words", "text"), (b"bytes", "bytes")])
def test_a_packet_is_an_asgi_message_of_its_kind(data: str | bytes, kind: str) -> None:
    assert Packet(data).message == {"type": "websocket.send", kind: data}


async def test_what_is_pushed_before_the_socket_is_accepted_waits_for_it() -> None:
    queue = Queue()
    queue.say("1", "2")
    assert queue.writer.written == []
    queue.opened()
    queue.say("3")
    assert queue.writer.written == ["1", "2", "3"]


async def test_what_is_pushed_while_the_socket_is_busy_goes_in_order_once_it_is_idle() -> None:
    queue = Queue().opened(busy=True)
    queue.say("1", "2")
    queue.writer.idle = True  # but the queue has not been told yet, and nothing overtakes
    queue.say("3")
    assert queue.writer.written == []
    queue.flush()
    assert queue.writer.written == ["1", "2", "3"]


async def test_a_waiting_packet_gives_way_to_the_next_with_its_key_which_goes_last() -> None:
    queue = Queue().opened(busy=True)
    queue.push("feed", Packet("old"))
    queue.say("between")
    queue.push("feed", Packet("new"))
    assert queue.holds("feed")
    queue.become_idle()
    assert queue.writer.written == ["between", "new"]
    assert not queue.holds("feed")


async def test_one_that_gave_way_no_longer_counts() -> None:
    queue = Queue(max_bytes=OVERHEAD + 10).opened(busy=True)
    for _ in range(100):
        queue.push("feed", Packet("x" * 10))
    queue.become_idle()
    assert queue.writer.written == ["x" * 10]


async def test_what_was_sent_no_longer_counts() -> None:
    queue = Queue(max_bytes=OVERHEAD + 10).opened(busy=True)
    for _ in range(100):
        queue.writer.idle = False
        queue.say("x" * 10)
        queue.become_idle()
    assert len(queue.writer.written) == 100
    assert not queue.given_up


@pytest.mark.parametrize(("size", "given_up"), [(10, False), (11, True)])
async def test_a_socket_is_given_up_once_more_waits_than_is_allowed(size: int, given_up: bool) -> None:
    queue = Queue(max_bytes=OVERHEAD + 10).opened(busy=True)
    queue.say("x" * size)
    assert queue.given_up is queue.writer.aborted is given_up


@pytest.mark.parametrize(("seconds", "given_up"), [(MAX_STALL, False), (MAX_STALL + 1, True)])
async def test_a_socket_is_given_up_when_more_comes_and_it_has_been_busy_for_too_long(
    seconds: float, given_up: bool
) -> None:
    queue = Queue().opened(busy=True)
    await asyncio.sleep(seconds)
    assert not queue.given_up
    queue.say("more")
    assert queue.given_up is given_up


async def test_one_that_is_not_accepted_yet_has_not_been_busy() -> None:
    queue = Queue()
    await asyncio.sleep(MAX_STALL * 2)
    queue.say("patience")
    assert queue.opened().writer.written == ["patience"]


async def test_a_queue_that_is_given_up_forgets_what_waits_and_takes_nothing_more() -> None:
    queue = Queue().opened(busy=True)
    queue.say("waits")
    queue.abandon()
    queue.say("too late")
    queue.become_idle()
    assert queue.writer.written == []
    assert queue.ended.result() is False


async def test_giving_up_twice_tells_the_writer_once() -> None:
    queue = Queue().opened(busy=True)
    queue.abandon()
    queue.writer.aborted = False
    queue.abandon()
    assert not queue.writer.aborted


async def test_one_that_never_was_accepted_can_be_given_up() -> None:
    queue = Queue()
    queue.abandon()
    assert queue.ended.result() is False


async def test_a_queue_that_is_closed_ends_when_all_is_sent() -> None:
    queue = Queue().opened(busy=True)
    queue.say("last")
    queue.close()
    queue.say("too late")
    assert not queue.ended.done()
    queue.become_idle()
    assert queue.writer.written == ["last"]
    assert queue.ended.result() is True
    await asyncio.sleep(MAX_STALL * 2)
    assert not queue.given_up


async def test_what_waits_when_a_queue_is_closed_is_given_up_after_a_while() -> None:
    queue = Queue().opened(busy=True)
    queue.say("last")
    queue.close()
    assert await queue.ended is False
    assert queue.writer.aborted


@pytest.mark.parametrize("how", ["join", "put"])
async def test_engine_io_closes_a_queue_in_either_of_its_ways(how: str) -> None:
    queue = Queue().opened()
    await queue.put(SimpleNamespace(encode=lambda: "hello"))
    await (queue.join() if how == "join" else queue.put(None))
    queue.say("too late")
    assert queue.writer.written == ["hello"]
    assert queue.ended.result() is True


async def test_who_waits_for_a_queue_may_be_cancelled_and_the_queue_goes_on() -> None:
    queue = Queue().opened(busy=True)
    queue.say("last")
    waiting = asyncio.create_task(queue.join())
    await ticks()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    queue.become_idle()
    assert queue.ended.result() is True


class Way:
    """An ASGI server's `send`, one step at a time."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.steps = asyncio.Semaphore(0)
        self.error: Exception | None = None

    async def send(self, message: Any) -> None:
        self.sent.append(message["text"])
        await self.steps.acquire()
        if self.error:
            raise self.error


def through_asgi(way: Way) -> SendQueue:
    queue = SendQueue(1 << 20, MAX_STALL)
    queue.open(AsgiWriter(way.send, queue.flush))
    return queue


async def test_an_asgi_server_is_given_one_message_at_a_time() -> None:
    way = Way()
    queue = through_asgi(way)
    for text in "123":
        queue.push(object(), Packet(text))
    await ticks()
    assert way.sent == ["1"]
    way.steps.release()
    await ticks()
    assert way.sent == ["1", "2"]


async def test_an_asgi_server_that_takes_no_message_is_left_alone_by_the_next_ones() -> None:
    way = Way()
    way.error = OSError("it is closed")
    queue = through_asgi(way)
    queue.push(object(), Packet("1"))
    await ticks()
    queue.push(object(), Packet("2"))
    queue.close()
    way.steps.release()
    way.steps.release()
    assert await queue.ended is True
    assert way.sent == ["1", "2"]


async def test_a_message_under_way_is_taken_back_when_the_socket_is_given_up() -> None:
    way = Way()
    writer = AsgiWriter(way.send, lambda: None)
    writer.abort()  # nothing is under way yet
    before = asyncio.get_running_loop().time()
    writer.write(Packet("1"))
    await ticks()
    flight = cast(Any, writer)._flight
    assert (writer.idle, writer.busy_since) == (False, before)
    writer.abort()
    await ticks()
    assert flight.cancelled()


class Transport:
    """A connection's sending side."""

    def __init__(self) -> None:
        self.sent, self.closing, self.aborted = b"", False, False

    def is_closing(self) -> bool:
        return self.closing

    def write(self, data: bytes) -> None:
        self.sent += data

    def abort(self) -> None:
        self.aborted = True


def connection() -> tuple[Any, Transport]:
    transport, writable = Transport(), asyncio.Event()
    writable.set()
    return SimpleNamespace(transport=transport, writable=writable, paused_at=7.0, on_writable=None), transport


def straight_into(protocol: Any, on_idle: Callable[[], None] = lambda: None) -> DirectWriter:
    return DirectWriter(cast(UvicornProtocol, protocol), on_idle)


async def test_frames_go_straight_into_a_connection_until_it_is_full() -> None:
    protocol, transport = connection()
    queue = SendQueue(1 << 20, 2000.0)
    queue.open(straight_into(protocol, queue.flush))
    queue.push(object(), Packet("1"))
    protocol.writable.clear()
    queue.push(object(), Packet("2"))
    assert transport.sent == Packet("1").frame
    protocol.writable.set()
    protocol.on_writable()
    assert transport.sent == Packet("1").frame + Packet("2").frame


async def test_nothing_is_written_into_a_connection_that_is_closing() -> None:
    protocol, transport = connection()
    writer = straight_into(protocol)
    transport.closing = True
    writer.write(Packet("too late"))
    assert transport.sent == b""
    assert writer.busy_since == 7.0


async def test_a_connection_that_is_given_up_ends_and_reports_nothing_more() -> None:
    protocol, transport = connection()
    straight_into(protocol).abort()
    assert transport.aborted
    assert protocol.on_writable is None
