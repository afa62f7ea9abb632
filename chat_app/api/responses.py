"""Shapes that only the API answers with."""

from pydantic import BaseModel, Field

from chat_app.schemas import (
    AccessTokenPublic,
    ChannelPublic,
    MemberPublic,
    MessagePublic,
    Public,
    TokenPair,
    UserPublic,
)


class FieldProblem(BaseModel):
    """One field of the request and what is wrong with it."""

    field: str
    message: str


class ProblemBase(BaseModel):
    """What every problem document has."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such channel, or it is private."])
    code: str = Field(examples=["not_found"])
    request_id: str = Field(examples=["0d6f1d1c5a5c4b4e9f2f6a2f8f1c7a11"])


class Problem(ProblemBase):
    """Why a request failed (RFC 9457). `code` is for programs, `detail` for people."""

    errors: list[FieldProblem] | None = None


class InvalidProblem(ProblemBase):
    """The same where fields are invalid: `errors` has each of them."""

    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["Write something first."])
    code: str = Field(examples=["invalid"])
    errors: list[FieldProblem]


class SignedIn(TokenPair):
    """Tokens, and whose they are."""

    user: UserPublic


class Users(Public):
    """People."""

    items: list[UserPublic]


class Channels(Public):
    """Channels."""

    items: list[ChannelPublic]


class Members(Public):
    """People in a channel."""

    items: list[MemberPublic]


class Messages(Public):
    """Messages."""

    items: list[MessagePublic]


class AccessTokens(Public):
    """Access tokens, without their secrets."""

    items: list[AccessTokenPublic]


class Online(Public):
    """Who of a channel's members is here."""

    online: list[UserPublic]
