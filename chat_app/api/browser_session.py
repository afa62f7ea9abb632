"""The browser's session cookie: set for a ticket, dropped at sign-out. For the page, not for API clients."""

from contextlib import suppress

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from chat_app import origins
from chat_app.errors import Forbidden, SignedOut
from chat_app.services import sessions
from chat_app.services.work import perform
from chat_app.settings import get_settings

router = APIRouter(prefix="/api/session", include_in_schema=False)


class Ticket(BaseModel):
    """What the page got for a right password; good once, for a minute."""

    ticket: str


@router.post("", status_code=204)
def open_session(body: Ticket, request: Request, response: Response) -> None:
    """Exchange a ticket for the cookie."""
    _refuse_strangers(request)
    token = perform(sessions.open, body.ticket)
    response.set_cookie(
        sessions.COOKIE,
        token,
        max_age=get_settings().session_days * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=get_settings().secure_cookies or origins.is_secure(request.scope),
    )


@router.delete("", status_code=204)
def close_session(request: Request, response: Response) -> None:
    """End the cookie's session everywhere, and drop the cookie."""
    _refuse_strangers(request)
    response.delete_cookie(sessions.COOKIE, httponly=True, samesite="lax")
    with suppress(SignedOut):  # it had ended before; there is nothing left but the cookie
        perform(_end, request.cookies.get(sessions.COOKIE, ""))


def _end(session, token: str) -> None:
    sessions.end(session, sessions.verify(session, token))


def _refuse_strangers(request: Request) -> None:
    """A page of another site must not sign its reader in or out."""
    if not origins.is_welcome(request.scope):
        raise Forbidden("This page may not use that server.")
