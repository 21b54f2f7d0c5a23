"""How the document describes a body of lines (`application/x-ndjson`)."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse

from service.api.openapi.references import reference
from service.api.request.ndjson import NDJSON


class NdjsonResponse(JSONResponse):
    """Names the media type of an answer of lines to FastAPI; it is never sent."""

    media_type = NDJSON


def ndjson_body(
    line: type[BaseModel], example: dict[str, Any], *, least: int = 0
) -> dict[str, Any]:
    """Media type object of a body of lines.

    OpenAPI 3.1 has no word for lines. OpenAPI 3.2 describes such a body by `schema` as the array
    of its items, so generators that know only 3.1 give callers the type of a line as well.

    Args:
        line: the schema of a line.
        example: one line.
        least: how many lines there must be.
    """
    schema = {"type": "array", "items": reference(line)} | ({"minItems": least} if least else {})
    return {
        "schema": schema,
        "example": json.dumps(example, ensure_ascii=False) + "\n",
    }
