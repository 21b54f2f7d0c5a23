"""/docs: Swagger UI from files of an installed package, without a CDN."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import fastapi_offline
from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

_STATIC = Path(fastapi_offline.__file__).parent / "static"
_AT = "/docs/assets"


def install(app: FastAPI) -> None:
    """Mount the assets and the page."""
    app.mount(_AT, StaticFiles(directory=_STATIC), name="docs-assets")

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        root = request.scope.get("root_path", "")
        page = get_swagger_ui_html(
            openapi_url=f"{root}{app.openapi_url}",
            title=f"{app.title} API",
            swagger_js_url=f"{root}{_AT}/swagger-ui-bundle.js",
            swagger_css_url=f"{root}{_AT}/swagger-ui.css",
            swagger_favicon_url=f"{root}{_AT}/favicon.png",
            swagger_ui_parameters={"tryItOutEnabled": True, "defaultModelsExpandDepth": 0},
        )
        page.headers["Content-Security-Policy"] = policy(bytes(page.body).decode())
        return page


def policy(page: str) -> str:
    """The content security policy: the page may run our files and its own unchanged scripts.

    It may only send requests to this service. Swagger UI sets styles from its script and has icons
    in data URLs.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in (part.partition("</script>")[0] for part in page.split("<script>")[1:])
    )
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
