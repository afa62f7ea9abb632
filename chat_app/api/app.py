"""The REST door: a FastAPI application beside the page's own."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from chat_app.api import cors, middleware, problems
from chat_app.api.openapi import document, swagger
from chat_app.api.routes import (
    auth,
    bots,
    browser_session,
    channels,
    event_stream,
    health,
    members,
    messages,
    tokens,
    users,
)
from chat_app.backends.limits import Limit
from chat_app.backends.memory import on_reset
from chat_app.realtime.event_streams import Streams
from chat_app.realtime.hub import Hub
from chat_app.settings import get_settings

DOCUMENTED = (auth, users, channels, members, messages, event_stream, tokens, bots, health)


def make_api(hub: Hub) -> FastAPI:
    """Return the application with all routes, and errors as problem documents."""
    settings = get_settings()
    api: Any = FastAPI(
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
    )
    api.openapi = partial(document.describe, api)
    limit = Limit(settings.requests_per_window, settings.request_window_seconds)
    on_reset(limit.clear)
    # The last one added is the outermost.
    api.add_middleware(cors.Preflights, **cors.rules())
    api.add_middleware(middleware.RequestMiddleware, limit=limit)
    api.add_middleware(cors.Readable, **cors.rules())
    problems.install(api)
    api.state.routers = tuple(each.router for each in (*DOCUMENTED, browser_session, swagger))
    for router in api.state.routers:
        api.include_router(router)
    api.state.hub, api.state.streams = hub, Streams(settings.event_streams_max)
    on_reset(api.state.streams.clear)
    hub.listen_to_presence(api.state.streams.handle_presence)
    middleware.log_to_stderr()
    return api


def mount_beside(api: ASGIApp) -> Callable[[ASGIApp], ASGIApp]:
    """Put the API beside the page: what begins with /api is its, and nothing else passes through it."""

    def joined(page: ASGIApp) -> ASGIApp:
        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            is_ours = scope["type"] == "http" and re.match("/api(/|$)", scope["path"])
            await (api if is_ours else page)(scope, receive, send)

        return application

    return joined


def _operation_id(route: APIRoute) -> str:
    first, *rest = route.name.split("_")
    return first + "".join(word.capitalize() for word in rest)
