"""Is it well?"""

from typing import Literal

from fastapi import Request, Response
from pydantic import BaseModel

from chat_app.api.dependencies import hub_of
from chat_app.api.routing import new_router
from chat_app.services.health import has_space, probe

router = new_router("health")

Part = Literal["ok", "down"]


class Health(BaseModel):
    """Each part by itself; `status` is `ok` when all of them are."""

    status: Part
    database: Part
    storage: Literal["ok", "full"]
    realtime: Part


@router.get("/health", responses={503: {"model": Health, "description": "A part is down, or full."}})
async def get_health(request: Request, response: Response) -> Health:
    """Return whether the parts work.

    Reading goes on while `storage` is `full`, and writing while it is not: nothing that is answered with
    507 has been stored.
    """
    answers, space, realtime = await probe.database_answers(), has_space(), hub_of(request).is_healthy
    well = answers and space and realtime
    response.status_code = 200 if well else 503
    return Health(
        status="ok" if well else "down",
        database="ok" if answers else "down",
        storage="ok" if space else "full",
        realtime="ok" if realtime else "down",
    )
