"""Is it well?"""

from typing import Literal

from fastapi import Request, Response
from pydantic import BaseModel

from chat_app.api.presence import hub_of
from chat_app.api.routing import router
from chat_app.services.wellbeing import database_answers

wellbeing = router("health")

Part = Literal["ok", "down"]


class Health(BaseModel):
    """Each part by itself; `status` is `ok` when all of them are."""

    status: Part
    database: Part
    realtime: Part


@wellbeing.head("/health", include_in_schema=False)  # what some monitors ask with
@wellbeing.get("/health", responses={503: {"model": Health, "description": "A part is down."}})
def get_health(request: Request, response: Response) -> Health:
    """Whether the parts work."""
    well = {"database": database_answers(), "realtime": hub_of(request).is_well}
    response.status_code = 200 if all(well.values()) else 503
    parts: dict[str, Part] = {part: "ok" if works else "down" for part, works in well.items()}
    return Health(status="ok" if all(well.values()) else "down", **parts)
