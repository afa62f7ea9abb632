"""Which lines there are: what each measures, at which servers, and what the report says of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.generator.meter import Row
from benchmarks.generator.open_loop import Pace
from benchmarks.lines import history, pages, posts, rest, saturation, search
from benchmarks.peers import ALL, NEST, ON_SQLITE, OURS, PYSIO, WITH_LIMITS, Peer


@dataclass(frozen=True)
class Figure:
    """One figure of a line. Less is better, unless `more` is."""

    key: str
    title: str
    more: bool = False


@dataclass(frozen=True)
class Line:
    """A measurement of each server in turn; `once` where rounds would tell nothing more."""

    name: str
    title: str
    measure: Callable[[Peer], Awaitable[list[Row]]]
    figures: tuple[Figure, ...]
    peers: tuple[Peer, ...] = ALL
    once: bool = False


@dataclass(frozen=True)
class Scale:
    """How much of everything: people, seconds, messages, repetitions."""

    people: tuple[int, ...] = (200, 1000)
    window: float = 10
    idle: float = pages.PING_PERIOD
    crowd: int = 200
    start: float = 100  # messages a second, where the search for the most begins
    step: float = 5
    history: int = 100_000
    reads: int = 200
    sizes: tuple[tuple[int, int], ...] = ((100, 10**4), (1000, 10**4), (10_000, 10**4), (100, 10**6))
    posts: int = 200
    clients: int = 32
    searched: int = 100_000
    searches: int = 25


FULL = Scale()
# Shows in a few minutes that everything works, and nothing else.
QUICK = Scale((5, 20), 1, 1, 5, 20, 0.5, 500, 20, ((5, 100), (20, 100), (50, 100), (5, 1000)), 10, 4, 1000, 3)

DELIVERY = (
    Figure("p50_ms", "p50 ms"),
    Figure("p95_ms", "p95 ms"),
    Figure("p99_ms", "p99 ms"),
    Figure("server_cpu_us_a_delivery", "server CPU, µs a delivery"),
    Figure("cpu_us_a_delivery", "server and database CPU, µs a delivery"),
    Figure("idle_cpu_ms_a_second", "CPU while nothing happens, ms a second"),
    Figure("kib_a_person", "memory, KiB a person"),
)
READING = (
    Figure("newest_p50_ms", "newest page, p50 ms"),
    Figure("newest_p99_ms", "newest page, p99 ms"),
    Figure("anywhere_p50_ms", "any page, p50 ms"),
    Figure("anywhere_p99_ms", "any page, p99 ms"),
)
REST = (
    Figure("requests_a_second", "requests a second", more=True),
    Figure("post_p50_ms", "post, p50 ms"),
    Figure("post_p99_ms", "post, p99 ms"),
    Figure("read_p50_ms", "read, p50 ms"),
    Figure("read_p99_ms", "read, p99 ms"),
    Figure("cpu_ms_a_request", "server and database CPU, ms a request"),
)
POST = (Figure("p50_ms", "p50 ms"), Figure("cpu_ms_a_post", "server and database CPU, ms"))
MOST = (
    Figure("deliveries_a_second", "deliveries a second", more=True),
    Figure("server_cpu_us_a_delivery", "server CPU, µs a delivery"),
)
SEARCH = (Figure("p50_ms", "p50 ms"), Figure("slowest_ms", "slowest, ms"))
MIXES = {
    "even": "posts and reads of 50 in turn",
    "read-heavy": "9 reads of 50 for a post",
    "write-heavy": "9 posts for a read of 50",
}


def lines(scale: Scale) -> list[Line]:
    """Return every line, in the order in which they are measured and reported."""
    return [
        *(_pages(scale, people) for people in scale.people),
        Line(
            "saturation",
            f"Most deliveries to {scale.crowd} people with p99 below a second",
            lambda peer: saturation.measure(peer, scale.crowd, scale.start, scale.step),
            MOST,
        ),
        Line(
            "history",
            f"A page of 50 among {scale.history:,} messages",
            lambda peer: history.measure(peer, scale.history, scale.reads),
            READING,
        ),
        *(_rest(scale, mix) for mix in MIXES),
        Line(
            "posts",
            "One post after the other",
            lambda peer: posts.measure(peer, list(scale.sizes), scale.posts),
            POST,
        ),
        _limits(scale),
        Line(
            "search",
            f"Search among {scale.searched:,} messages",
            lambda peer: search.measure(peer, scale.searched, scale.searches),
            SEARCH,
            (OURS, ON_SQLITE),
            once=True,
        ),
    ]


def _pages(scale: Scale, people: int) -> Line:
    # As many deliveries a second for few people as for many.
    rate = 1000 / people
    return Line(
        f"pages-{people}",
        f"{people:,} open pages, {rate:g} messages a second",
        lambda peer: pages.measure(peer, people, Pace(rate, scale.window), scale.idle),
        DELIVERY,
        # SQLite is another database, not another way to the pages: once is enough.
        ALL if people == scale.people[0] else (NEST, PYSIO, OURS),
    )


def _rest(scale: Scale, mix: str) -> Line:
    return Line(
        f"rest-{mix}",
        f"REST, {scale.clients} clients, {MIXES[mix]}",
        lambda peer: rest.measure(peer, mix, scale.clients, scale.window),
        REST,
    )


def _limits(scale: Scale) -> Line:
    return Line(
        "limits",
        "REST with the limits as they come",
        lambda peer: rest.measure(peer, "even", scale.clients, 2 * scale.window, warm=0),
        (),
        (WITH_LIMITS,),
        once=True,
    )
