"""Settings: the contract's limits by default, and what an installation may change."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from chat_app.cli.processes import ROOT
from chat_app.settings import Settings
from tests.conftest import QUICK

# As the contract names them.
LIMITS = {
    "username_min": 3,
    "username_max": 32,
    "password_min": 8,
    "password_max": 64,
    "bcrypt_cost": 12,
    "display_name_max": 50,
    "channel_name_min": 2,
    "channel_name_max": 32,
    "topic_max": 250,
    "message_max": 4000,
    "sign_in_tries": 10,
    "sign_in_seconds": 180,
    "messages_per_window": 10,
    "message_window_seconds": 10,
    "page_size": 50,
    "page_size_max": 100,
    "reactions_max": 50,
    "away_seconds": 300,
    "offline_seconds": 60,
    "typing_seconds": 5,
}


@pytest.fixture(autouse=True)
def nothing_set(settings: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Return an environment that sets nothing but where the data goes."""
    for name in QUICK:
        settings.delenv(name)
    return settings


# Told to what runs all the time, when it is made.
OF_THE_LIVE_CORE = """
from chat_app.ui.live.hub import hub
print(hub._online._presence._away_after, hub._online._presence._grace, hub._typing._seconds)
"""


def test_live_core_is_made_as_it_is_set(settings: pytest.MonkeyPatch) -> None:
    for name, value in {"AWAY_SECONDS": "7", "CLOSED_TAB_SECONDS": "8.5", "TYPING_SECONDS": "9"}.items():
        settings.setenv(name, value)
    command = [sys.executable, "-c", OF_THE_LIVE_CORE]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    assert told.stdout.split() == ["7", "8.5", "9"]


def test_limits_are_the_contracts_by_default() -> None:
    assert {name: getattr(Settings(), name) for name in LIMITS} == LIMITS


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_is_read_from_the_environment(settings: pytest.MonkeyPatch, name: str) -> None:
    settings.setenv(name.upper(), "9")
    assert getattr(Settings(), name) == 9


def test_sqlite_in_the_data_directory_unless_a_database_is_named(
    settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert Settings().database == f"sqlite:///{tmp_path / 'data' / 'chat.db'}"
    settings.setenv("DATABASE_URL", "postgresql://chat@127.0.0.1/chat")
    assert Settings().database == "postgresql://chat@127.0.0.1/chat"


def test_short_scheme_of_hosting_platforms_is_understood(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("DATABASE_URL", "postgres://chat:postgres://@127.0.0.1/chat")
    assert Settings().database == "postgresql://chat:postgres://@127.0.0.1/chat"


def test_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    secret = Settings().signing_key
    assert re.fullmatch("[0-9a-f]{64}", secret)
    assert Settings().signing_key == secret
    kept = tmp_path / "data" / "secret_key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_processes_that_start_together_agree_on_one_secret() -> None:
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(lambda _: Settings().signing_key, range(32)))
    assert len(secrets) == 1
    assert len(secrets.pop()) == 64


def test_secret_that_is_set_is_used(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.setenv("SECRET_KEY", "x" * 32)
    assert Settings().signing_key == "x" * 32
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("secret", ["short", "x" * 31])
def test_short_secret_is_refused(settings: pytest.MonkeyPatch, secret: str) -> None:
    settings.setenv("SECRET_KEY", secret)
    with pytest.raises(ValidationError, match="at least 32 bytes"):
        Settings()


@pytest.mark.parametrize(("name", "value"), [("PORT", "0"), ("PORT", "65536"), ("BCRYPT_COST", "3")])
def test_impossible_value_is_refused(settings: pytest.MonkeyPatch, name: str, value: str) -> None:
    settings.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


def test_origins_are_read_from_one_line(settings: pytest.MonkeyPatch) -> None:
    assert Settings().allowed_origins == ()
    settings.setenv("ALLOWED_ORIGINS", " https://a.example, https://b.example ,")
    assert Settings().allowed_origins == ("https://a.example", "https://b.example")


def test_settings_do_not_change_while_running() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # pyright: ignore[reportAttributeAccessIssue]
