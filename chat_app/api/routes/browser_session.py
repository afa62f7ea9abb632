"""The browser's session cookie: set for a ticket, dropped at sign-out. For the page, not for API clients."""

from contextlib import suppress

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from chat_app import origins
from chat_app.api.routing import Route
from chat_app.errors import Forbidden, SignedOut
from chat_app.services.accounts import sessions
from chat_app.services.transactions import write
from chat_app.settings import get_settings

router = APIRouter(prefix="/api/session", include_in_schema=False, route_class=Route)


class Ticket(BaseModel):
    """What the page got for a right password; good once, for a minute."""

    ticket: str


@router.post("", status_code=204)
def open_session(body: Ticket, request: Request, response: Response) -> None:
    """Exchange a ticket for the cookie."""
    _refuse_strangers(request)
    token = write(sessions.exchange_ticket, body.ticket)
    secure = get_settings().secure_cookies or origins.is_secure(request.scope)
    response.set_cookie(
        sessions.cookie_name(secure=secure),
        token,
        max_age=get_settings().session_days * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=secure,
    )


@router.delete("", status_code=204)
def close_session(request: Request, response: Response) -> None:
    """End the session of the cookie everywhere, and drop the cookie.

    Of every cookie of the name: one of a parent domain stays with the browser, but is worth nothing then.
    """
    _refuse_strangers(request)
    for secure in (True, False):
        name = sessions.cookie_name(secure=secure)
        response.delete_cookie(name, httponly=True, samesite="lax", secure=secure)
    for token in sessions.tokens_in("; ".join(request.headers.getlist("cookie"))):
        with suppress(SignedOut):  # it had ended before; there is nothing left but the cookie
            write(sessions.end_by_token, token)


def _refuse_strangers(request: Request) -> None:
    """Refuse pages of other sites, which must not sign their readers in or out."""
    if not origins.is_welcome(request.scope):
        raise Forbidden("This page may not use that server.")
