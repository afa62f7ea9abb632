"""The documentation's pages, with nothing in them from other servers.

Swagger UI's files come with the package fastapi-swagger, which holds a recent release and needs nothing
but FastAPI.
"""

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from chat_app.errors import NotFound

TYPES = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chat en Vivo: REST</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
"""

router = APIRouter(prefix="/api/docs", include_in_schema=False)


@router.get("")
def show_documentation() -> HTMLResponse:
    """Return the page of Swagger UI."""
    return HTMLResponse(PAGE, headers={"Content-Security-Policy": POLICY})


@router.get("/start.js")
def start() -> Response:
    """Return what starts it."""
    return Response(START, media_type="text/javascript")


@router.get("/{name}")
def get_asset(name: str) -> FileResponse:
    """Return one of its files."""
    if name not in TYPES:
        raise NotFound("There is nothing at this address.")
    path = files("fastapi_swagger") / "resources" / name
    return FileResponse(str(path), media_type=TYPES[name], headers={"Cache-Control": "max-age=86400"})
