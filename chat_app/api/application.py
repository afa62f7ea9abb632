"""The REST door: a FastAPI application beside the page's own."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from chat_app.api import browser_session, cross_origin, documents, frame, problems, swagger
from chat_app.api.auth import auth
from chat_app.api.channels import rooms
from chat_app.api.health import wellbeing
from chat_app.api.members import members
from chat_app.api.messages import posts
from chat_app.api.streams import live
from chat_app.api.tokens import programs, tokens
from chat_app.api.users import users
from chat_app.realtime.bus import bus
from chat_app.realtime.hub import Hub
from chat_app.realtime.streams import Streams
from chat_app.services.limits import Limit
from chat_app.settings import get_settings

ROUTERS = (auth, users, rooms, members, posts, live, tokens, programs, wellbeing)


def make_api(hub: Hub) -> FastAPI:
    """All routes, with their errors as problem documents."""
    settings = get_settings()
    api: Any = FastAPI(
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
    )
    api.openapi = partial(documents.describe, api)
    limit = Limit(settings.requests_per_window, settings.request_window_seconds)
    # The last one added is the outermost.
    api.add_middleware(cross_origin.Preflights, **cross_origin.rules())
    api.add_middleware(frame.Frame, limit=limit)
    api.add_middleware(cross_origin.Readable, **cross_origin.rules())
    problems.install(api)
    api.state.routers = (*ROUTERS, browser_session.router, swagger.docs)
    for router in api.state.routers:
        api.include_router(router)
    api.state.hub, api.state.streams = hub, Streams(settings.event_streams_max)
    bus.listen(api.state.streams.hear)
    hub.listen_to_presence(api.state.streams.hear_presence)
    frame.log_to_stderr()
    return api


def beside(api: ASGIApp) -> Callable[[ASGIApp], ASGIApp]:
    """Puts the API beside the page: what begins with /api is its, and nothing else passes through it."""

    def joined(page: ASGIApp) -> ASGIApp:
        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            is_ours = scope["type"] == "http" and re.match("/api(/|$)", scope["path"])
            await (api if is_ours else page)(scope, receive, send)

        return application

    return joined


def _operation_id(route: APIRoute) -> str:
    first, *rest = route.name.split("_")
    return first + "".join(word.capitalize() for word in rest)
