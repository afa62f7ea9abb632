"""Settings, from the environment or a `.env` file. Names are the upper-case field names.

Source of the limits: the product's contract. Each is a setting so that an installation (or a
benchmark) can move it.
"""

import os
import re
import secrets
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRET_BYTES = 32


def _split(value: object) -> object:
    """Turn `a, b` into `("a", "b")`; leave anything that is no string to pydantic."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


class Settings(BaseSettings):
    """Everything an installation can change. Times are seconds, sizes characters unless named."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    # Where it listens and where it keeps things
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65535)
    data_dir: Path = Path("data")
    database_url: str = ""
    secret_key: str = ""
    api_url: str = ""
    allowed_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = ()
    secure_cookies: bool = False
    trusted_proxy_hops: int = Field(default=0, ge=0)

    # Accounts and sessions
    username_min: int = 3
    username_max: int = 32
    password_min: int = 8
    password_max: int = 64
    bcrypt_cost: int = Field(default=12, ge=4, le=16)
    display_name_max: int = 50
    status_max: int = 100
    session_days: int = 30
    ticket_seconds: int = 60
    sign_in_tries: int = 10
    sign_in_seconds: int = 180
    sign_ups: int = Field(default=50, ge=1)  # a team behind one address comes on one day
    sign_up_seconds: int = 3600

    access_token_minutes: int = 15
    bots_max: int = 10

    # Channels and messages
    channel_name_min: int = 2
    channel_name_max: int = 32
    topic_max: int = 250
    message_max: int = 4000
    messages_per_window: int = 10
    message_window_seconds: int = 10
    page_size: int = 50
    page_size_max: int = 100
    reactions_max: int = 50
    undo_seconds: float = 5.0

    # REST
    requests_per_window: int = 600
    request_window_seconds: int = 60
    body_max: int = 65536
    event_streams_max: int = 10
    event_stream_seconds: float = 3600.0
    event_heartbeat_seconds: float = 15.0

    # Presence
    away_seconds: int = 300
    offline_seconds: int = 60
    closed_tab_seconds: float = 3.0
    typing_seconds: int = 5

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value.encode()) < SECRET_BYTES:
            raise ValueError(f"SECRET_KEY needs at least {SECRET_BYTES} bytes, or none at all")
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        """As browsers name them. `*` is refused: with it any page could act for whoever is signed in."""
        origins = tuple(value.lower().rstrip("/") for value in values)
        for origin in origins:
            if not re.fullmatch(r"https?://[^\s/?#@*]+", origin):
                raise ValueError(f"ALLOWED_ORIGINS: {origin!r} is no origin such as https://chat.example.org")
        return origins

    @field_validator("api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not re.match("https?://[^/]", value):
            raise ValueError("API_URL needs its scheme, for example https://chat.example.org")
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force: DATABASE_URL, or SQLite in the data directory."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'chat.db'}"
        # The short scheme that hosting platforms hand out is not one SQLAlchemy knows.
        return self.database_url.replace("postgres://", "postgresql://", 1)

    @cached_property
    def signing_key(self) -> str:
        """SECRET_KEY, or one of 256 bits made on the first start and kept in the data directory."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret_key"
        if not path.exists():
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            _keep_new_secret(path)
        return path.read_text().strip()


def _keep_new_secret(path: Path) -> None:
    """Put a new secret there, whole from its first moment; of several processes the first wins."""
    with NamedTemporaryFile("w", dir=path.parent) as file:  # readable for its owner alone
        file.write(secrets.token_hex(SECRET_BYTES))
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
