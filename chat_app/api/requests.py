"""What requests bring. Only the types are checked here; the rules are the services', and their limits
stand in the documentation as the settings have them."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from chat_app.schemas import Scope
from chat_app.services.accounts.rules import COLORS
from chat_app.settings import Settings, get_settings

ID = "^[1-9][0-9]{0,18}$"


def _number(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(ID, value):
        return int(value)
    raise ValueError("Give an id, as a string of digits.")


def _whole(value: Any) -> Any:
    # JSON knows one kind of number: 7.0 is a whole one.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def from_settings(describe: Callable[[Settings], dict[str, Any]]) -> Callable[[dict[str, Any]], None]:
    """Return what adds to a field's schema what the settings say of it."""

    def add(schema: dict[str, Any]) -> None:
        # A field that may be null has its limits beside `null`, not above it.
        where = next((part for part in schema.get("anyOf", ()) if part.get("type") == "string"), schema)
        where.update(describe(get_settings()))

    return add


def _trimmed(most: int) -> dict[str, str]:
    # No maxLength, which would be about the text as it is sent.
    return {"description": f"At most {most:,} characters, without the space around."}


Id = Annotated[
    int, BeforeValidator(_number), WithJsonSchema({"type": "string", "pattern": ID, "examples": ["42"]})
]
Whole = Annotated[int, BeforeValidator(_whole)]
Username = Annotated[
    str,
    Field(
        examples=["ada"],
        json_schema_extra=from_settings(
            lambda to: {"pattern": rf"^\s*[A-Za-z0-9_.-]{{{to.username_min},{to.username_max}}}\s*$"}
        ),
    ),
]
Password = Annotated[
    str,
    Field(
        examples=["correct horse"],
        json_schema_extra=from_settings(
            lambda to: {"minLength": to.password_min, "maxLength": to.password_max, "format": "password"}
        ),
    ),
]
DisplayName = Annotated[
    str,
    Field(
        examples=["Ada Lovelace"], json_schema_extra=from_settings(lambda to: _trimmed(to.display_name_max))
    ),
]
ChannelName = Annotated[
    str,
    Field(
        examples=["sales-team"],
        description="Lower-case English letters, digits and single hyphens.",
        json_schema_extra=from_settings(
            lambda to: {
                "pattern": rf"^\s*(?=[a-z0-9-]{{{to.channel_name_min},{to.channel_name_max}}}\s*$)"
                r"[a-z0-9]+(-[a-z0-9]+)*\s*$"
            }
        ),
    ),
]
Topic = Annotated[
    str, Field(examples=["What we sell"], json_schema_extra=from_settings(lambda to: _trimmed(to.topic_max)))
]
Text = Annotated[
    str,
    Field(
        examples=["Hello everybody"],
        json_schema_extra=from_settings(lambda to: {"minLength": 1, **_trimmed(to.message_max)}),
    ),
]


class Body(BaseModel):
    """A JSON object with these fields and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Registration(Body):
    """A new account."""

    username: Username
    password: Password
    display_name: DisplayName = ""


class Credentials(Body):
    """Who signs in."""

    username: str = Field(examples=["ada"])
    password: str = Field(examples=["correct horse"])


class SignInForm(BaseModel):
    """OAuth 2's password grant. Anything else that its clients send is ignored."""

    username: str = Field(examples=["ada"], json_schema_extra={"minLength": 1})
    password: str = Field(
        examples=["correct horse"], json_schema_extra={"minLength": 1, "format": "password"}
    )
    grant_type: Literal["password"] = "password"
    scope: str = ""
    client_id: str | None = None
    client_secret: str | None = None


class Refresh(Body):
    """The refresh token to spend."""

    refresh_token: str


class ProfileChange(Body):
    """What to change of the caller's profile; what is left out stays."""

    display_name: DisplayName | None = None
    color: str | None = Field(
        default=None, examples=["teal"], json_schema_extra=from_settings(lambda _: {"enum": list(COLORS)})
    )
    status: str | None = Field(
        default=None,
        examples=["On holiday"],
        json_schema_extra=from_settings(lambda to: _trimmed(to.status_max)),
    )


class NewChannel(Body):
    """A channel to create."""

    name: ChannelName
    topic: Topic = ""
    private: bool = False


class ChannelChange(Body):
    """What to change of a channel; what is left out stays."""

    name: ChannelName | None = None
    topic: Topic | None = None
    private: bool | None = None


class Invitation(Body):
    """Whom to invite."""

    user_id: Id


class NewMessage(Body):
    """A message to post. With a `client_message_id` it can be sent again safely."""

    text: Text
    client_message_id: str | None = Field(
        default=None,
        examples=["2f1c0c1e-7a52-4c7e-9a53-6a1f0f0c8a11"],
        description="Up to 64 ASCII characters without spaces, your own; a UUID does.",
    )
    reply_to: Id | None = Field(default=None, description="The id of a message in the same channel.")


class TextChange(Body):
    """The new text of a message."""

    text: Text


class ReadMark(Body):
    """How far the caller has read."""

    seq: Whole = Field(ge=0, examples=[7])


class NewToken(Body):
    """A personal access token to make."""

    name: str = Field(
        examples=["Build server"], description="At most 50 characters.", json_schema_extra={"minLength": 1}
    )
    scopes: list[Scope] = Field(examples=[["read", "write"]], min_length=1)


class NewBot(Body):
    """A bot to make."""

    username: Username
    display_name: DisplayName = ""
