"""What has reached whom, and what was lost or came twice."""

import pytest

from benchmarks.generator.recorder import Recorder, numbers_in


def received(recorder: Recorder, *texts: str) -> bytes:
    return "".join(f'42["message",{{"content":"{text}"}}]' for text in texts).encode()


def test_markers_are_found_wherever_they_stand() -> None:
    assert numbers_in(b'["~#000000012#~ xx","~#123456789#~"]') == [12, 123456789]
    assert numbers_in(b"nothing") == []


def test_what_everybody_received_once_is_neither_lost_nor_doubled() -> None:
    recorder = Recorder(2)
    frame = received(recorder, recorder.text())
    for person in range(2):
        recorder.on_data(person, 1, frame)
    assert recorder.loss() == {"lost": 0, "doubled": 0}
    assert recorder.arrivals == 2


def test_what_one_did_not_receive_is_lost() -> None:
    recorder = Recorder(2)
    first, second = recorder.text(), recorder.text()
    recorder.on_data(0, 1, received(recorder, first, second))
    recorder.on_data(1, 1, received(recorder, second))
    assert recorder.loss() == {"lost": 1, "doubled": 0}
    assert recorder.loss(first=1) == {"lost": 0, "doubled": 0}
    assert recorder.has(0, 0)
    assert not recorder.has(1, 0)


@pytest.mark.parametrize(("repeats", "doubled"), [(False, 1), (True, 0)])
def test_a_second_frame_with_a_message_is_a_double_unless_the_server_sends_states(
    repeats: bool, doubled: int
) -> None:
    recorder = Recorder(1, repeats=repeats)
    text = recorder.text()
    recorder.on_data(0, 1, received(recorder, text))
    recorder.on_data(0, 2, received(recorder, text))
    assert recorder.loss() == {"lost": 0, "doubled": doubled}


@pytest.mark.parametrize("repeats", [False, True])
def test_twice_within_one_frame_is_always_a_double(repeats: bool) -> None:
    recorder = Recorder(1, repeats=repeats)
    text = recorder.text()
    recorder.on_data(0, 1, received(recorder, text, text))
    assert recorder.loss() == {"lost": 0, "doubled": 1}


def test_markers_of_another_run_count_for_nothing() -> None:
    recorder, other = Recorder(1), Recorder(1)
    recorder.text()
    recorder.on_data(0, 1, received(other, "~#000000001#~"))
    assert recorder.arrivals == 0


def test_only_what_is_sent_within_the_window_is_timed() -> None:
    recorder = Recorder(1)
    texts = [recorder.text()]
    recorder.time_from_here()
    texts.append(recorder.text())
    recorder.time_until_here()
    texts.append(recorder.text())
    for text in texts:
        recorder.on_data(0, recorder.sent_at[1] + 0.5, received(recorder, text))
    assert list(recorder.took) == pytest.approx([0.5])
