"""The reason of a failed download in one line, from the long output of pip or the hub's client."""

from __future__ import annotations

import os
import re

# The first match counts: pip reports a network error first and "no version" at the end.
_PIP = (
    (r"No module named '?pip", "this Python has no pip: python -m ensurepip"),
    (r"No space left on device|Errno 28|Disk quota", "no room is left on the disk"),
    (r"HASH(ES)? .*DO(ES)? NOT MATCH|expected sha256|Expected sha256", "the index has another file "
     "under that version than model.toml names"),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError", "the index's certificate is not trusted: PIP_CERT"),
    (r"(401|403)( Client)? Error|40[13] (Unauthorized|Forbidden)|User for ", "the index asks for "
     "other credentials"),
    (r"ProxyError|Cannot connect to proxy", "the proxy cannot be reached: HTTPS_PROXY"),
    (r"Name or service not known|Temporary failure in name resolution|NameResolutionError|"
     r"getaddrinfo failed|Failed to establish a new connection|Connection refused|"
     r"Network is unreachable|NewConnectionError|ConnectTimeout|ReadTimeout|timed out|"
     r"Connection (aborted|reset|broken)", "no package index can be reached"),
    (r"No matching distribution|Could not find a version", "no package index that can be reached "
     "has it; PIP_INDEX_URL names another"),
    (r"Permission denied|Read-only file system", "the folder cannot be written"),
)  # fmt: skip


def of_pip(output: str) -> str:
    """The reason in pip's output, in words that do not depend on its version."""
    for pattern, said in _PIP:
        if re.search(pattern, output):
            return said
    return "pip could not download it; `pip download` shows why"


def of_hub(error: Exception) -> str:
    """The reason in an error of the hub's client."""
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "TRUE", "YES", "ON"):
        return "not asked, since HF_HUB_OFFLINE is set"
    response = getattr(error, "response", None)
    if response is not None:
        return f"answered {response.status_code}"
    if isinstance(error, OSError) and error.errno is not None and error.strerror:
        return error.strerror.lower()
    return "cannot be reached"
