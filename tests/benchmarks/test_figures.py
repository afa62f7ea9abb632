"""What is computed of what was measured."""

from benchmarks.figures import Spread, milliseconds, percentile, ratios, short


def test_a_percentile_is_what_that_share_of_all_does_not_exceed() -> None:
    ordered = [float(each) for each in range(100)]
    assert [percentile(ordered, share) for share in (0, 0.5, 0.99, 1)] == [0, 50, 99, 99]
    assert percentile([7.0], 0.99) == 7


def test_what_things_took_is_told_in_milliseconds() -> None:
    found = milliseconds([0.003, 0.001, 0.002], "read_")
    assert found == {"read_p50_ms": 2, "read_p95_ms": 3, "read_p99_ms": 3, "read_slowest_ms": 3}
    assert milliseconds([]) == {}


def test_a_spread_is_the_median_with_the_least_and_the_most() -> None:
    assert Spread.of([3, 1, 2]) == Spread(2, 1, 3)
    assert str(Spread.of([0.5, 2, 1])) == "1.00 (0.50–2.00)"
    assert str(Spread.of([4])) == "4.00"


def test_ratios_pair_what_was_measured_in_the_same_round() -> None:
    assert ratios({0: 1, 1: 9, 2: 4}, {0: 2, 1: 3, 2: 4}) == Spread(1, 0.5, 3)
    # A round that one of them lacks, or in which nothing was counted, has no ratio.
    assert ratios({0: 1, 1: 5}, {1: 10, 2: 1}) == Spread(0.5, 0.5, 0.5)
    assert ratios({0: 1}, {0: 0}) is None
    assert ratios({0: 1}, {1: 1}) is None


def test_numbers_have_as_many_digits_as_are_worth_reading() -> None:
    assert [short(each) for each in (0, 0.0123, 0.456, 7.891, 45.67, 123.4, 98765)] == [
        "0.00",
        "0.012",
        "0.46",
        "7.89",
        "45.7",
        "123",
        "98,765",
    ]
