"""What the log says of a failure, and what takes its place."""

import pytest

from chat_app import failures


def test_the_log_says_where_and_of_what_kind_but_not_what_people_wrote() -> None:
    def fails() -> None:
        raise ValueError("the secret text")

    with pytest.raises(ValueError, match="secret text") as failure:
        fails()
    said = failures.describe(failure.value)
    assert "in fails" in said
    assert said.endswith("ValueError")
    assert "secret text" not in said.replace('raise ValueError("the secret text")', "")


def test_what_the_system_says_of_itself_is_in_the_log() -> None:
    assert failures.describe(OSError(28, "No space left on device")).endswith("No space left on device")


def test_what_fails_is_replaced_and_what_does_not_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    assert failures.attempt(lambda: 1, 2, "never said") == 1
    assert caplog.text == ""
    assert failures.attempt(lambda: int("one"), 2, "Number %s failed.", "one") == 2
    assert "Number one failed." in caplog.text
