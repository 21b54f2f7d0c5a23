"""How large the body of a request may be: that depends on where it goes and of what kind it is."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

from service.api.request.ndjson import is_ndjson
from service.config.settings import Settings

STREAMED = "/v1/analyze"
JOBS = "/v1/jobs"


def streams(path: str, content_type: str) -> bool:
    """Whether a request is a stream of lines that are answered one by one."""
    return path == STREAMED and is_ndjson(content_type)


def body_limit(settings: Settings, scope: Scope) -> int | None:
    """Bytes; None for a stream, of which no more than some lines are ever held."""
    path, content_type = scope["path"], Headers(scope=scope).get("content-type", "")
    if path == JOBS:
        lines = is_ndjson(content_type)
        return settings.jobs_max_body_bytes if lines else settings.jobs_max_json_bytes
    return None if streams(path, content_type) else settings.max_body_bytes
