"""Settings, from the environment or a `.env` file. Names are the upper-case field names.

Source of the limits: the product's contract. Each is a setting so that an installation (or a
benchmark) can move it.
"""

import os
import re
import secrets
from contextlib import suppress
from functools import cached_property, lru_cache
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from chat_app.misconfiguration import CannotStart, misspelt, wrong_values

SECRET_BYTES = 32


def _split(value: object) -> object:
    """Turn `a, b` into `("a", "b")`; leave anything that is no string to pydantic."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


Length = Annotated[int, Field(ge=1, le=1000)]
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]
Seconds = Annotated[int, Field(ge=1, le=31_536_000)]
Moments = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]  # seconds, and parts of them


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
    trusted_proxy_hops: int = Field(default=0, ge=0, le=20)

    # Accounts and sessions
    username_min: Length = 3
    username_max: Length = 32
    password_min: Length = 8
    password_max: Length = 64
    bcrypt_cost: int = Field(default=12, ge=4, le=16)
    display_name_max: Length = 50
    status_max: Length = 100
    session_days: int = Field(default=30, ge=1, le=3_650)
    ticket_seconds: Seconds = 60
    sign_in_tries: Count = 10
    sign_in_seconds: Seconds = 180
    sign_ups: Count = 50  # a team behind one address comes on one day
    sign_up_seconds: Seconds = 3600

    access_token_minutes: int = Field(default=15, ge=1, le=525_600)
    bots_max: int = Field(default=10, ge=0, le=10_000)

    # Channels and messages
    channel_name_min: Length = 2
    channel_name_max: Length = 32
    topic_max: Length = 250
    message_max: int = Field(default=4000, ge=1, le=100_000)
    messages_per_window: Count = 10
    message_window_seconds: Seconds = 10
    page_size: Length = 50
    page_size_max: Length = 100
    reactions_max: Length = 50
    undo_seconds: Moments = 5.0

    # REST
    requests_per_window: Count = 600
    request_window_seconds: Seconds = 60
    body_max: int = Field(default=65536, ge=1024, le=16_777_216)
    event_streams_max: int = Field(default=10, ge=1, le=10_000)
    event_stream_seconds: Moments = 3600.0
    event_heartbeat_seconds: Moments = 15.0

    # Presence
    away_seconds: Seconds = 300
    offline_seconds: Seconds = 60
    closed_tab_seconds: Moments = 3.0
    typing_seconds: Seconds = 5

    @field_validator("host")
    @classmethod
    def _one_address(cls, value: str) -> str:
        if not value:
            raise ValueError("HOST is empty. Name 127.0.0.1, 0.0.0.0 (all of IPv4) or :: (all there is)")
        with suppress(ValueError):
            return str(ip_address(value))
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", value):
            raise ValueError(f"HOST: {value[:50]!r} is no address and no name of a host")
        return value

    @field_validator("data_dir", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if value == "":
            raise ValueError("DATA_DIR is empty. Name a directory, or take the setting away")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        """As SQLAlchemy reads it. What is wrong with it is not told: the password may be in what is told."""
        if not value:
            return value
        # Only here: it is most of what settings would take to import, and `make run` needs no database.
        from sqlalchemy import make_url
        from sqlalchemy.exc import SQLAlchemyError

        try:
            url = make_url(value.replace("postgres://", "postgresql://", 1))
        except (SQLAlchemyError, ValueError):
            raise ValueError("DATABASE_URL is not of the form postgresql://user:password@host/name") from None
        if url.get_backend_name() not in ("postgresql", "sqlite"):
            raise ValueError("DATABASE_URL names neither a PostgreSQL nor an SQLite database")
        if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            raise ValueError("DATABASE_URL names no file, and SQLite would forget everything")
        return value

    @model_validator(mode="after")
    def _in_order(self) -> "Settings":
        for what in ("username", "password", "channel_name"):
            least, most = getattr(self, f"{what}_min"), getattr(self, f"{what}_max")
            if least > most:
                name = what.upper()
                raise ValueError(f"{name}_MIN is {least}, which is more than {name}_MAX, {most}")
        return self

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
        try:
            if not path.exists():
                self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
                _keep_new_secret(path)
            kept = path.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise CannotStart(f"The secret in {path} cannot be read or made: {reason}.") from None
        if len(kept.encode()) < SECRET_BYTES:
            raise CannotStart(
                f"{path} holds no secret of {SECRET_BYTES} bytes. Put the one of a backup there, or take the "
                "file away: another one is made then, and everybody has to sign in again."
            )
        return kept


def _keep_new_secret(path: Path) -> None:
    """Put a new secret there, whole from its first moment; of several processes the first wins."""
    with NamedTemporaryFile("w", dir=path.parent) as file:  # readable for its owner alone
        file.write(secrets.token_hex(SECRET_BYTES))
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)


@lru_cache
def get_settings() -> Settings:
    """Return the settings of this process, read once.

    Raises:
        CannotStart: something is wrong with them.
    """
    fields, file = Settings.model_fields, Settings.model_config.get("env_file")
    lines = misspelt(fields, Path(str(file)) if file else None, os.environ)
    try:
        settings = Settings()
    except ValidationError as error:
        lines += wrong_values(error, fields)
    if lines:
        raise CannotStart("\n".join(lines))
    return settings  # pyright: ignore[reportPossiblyUnboundVariable]
