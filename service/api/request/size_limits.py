"""The size limit of a request body, which depends on its path and its type."""

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
    """The limit in bytes; None for a stream, of which only a few lines are held at a time."""
    path, content_type = scope["path"], Headers(scope=scope).get("content-type", "")
    if path == JOBS:
        lines = is_ndjson(content_type)
        return settings.jobs_max_body_bytes if lines else settings.jobs_max_json_bytes
    return None if streams(path, content_type) else settings.max_body_bytes
