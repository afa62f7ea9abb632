"""The API by itself on a real server, without pages: `python -m tests.support.served`, on HOST and PORT."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from chat_app.api.app import make_api
from chat_app.backends.bus import bus
from chat_app.cli.serve import serve
from chat_app.services.messages import posting
from chat_app.settings import get_settings
from tests.api.conftest import new_hub

hub = new_hub()


@contextlib.asynccontextmanager
async def live(_: object) -> AsyncIterator[None]:
    """Do what the application does around its server."""
    bus.attach(asyncio.get_running_loop())
    bus.listen(app.state.streams.handle)
    bus.listen(hub.handle)
    running = asyncio.create_task(hub.run())
    yield
    running.cancel()
    await posting.stop()
    await asyncio.gather(running, return_exceptions=True)


app = make_api(hub)
app.router.lifespan_context = live

if __name__ == "__main__":
    serve(app, get_settings().host, get_settings().port, leave=app.state.streams.end)
