"""Answers and failures of a model hub, as sentences that say what to do."""

from __future__ import annotations

import httpx

from service.model_import.errors import CannotAdd
from service.model_import.snapshot import ModelReference

_ELSEWHERE = (
    "check the network and HTTPS_PROXY, name a mirror in COPYDESK_HUB_URL, or copy the files to "
    "this machine and name their folder"
)


def of_status(answer: httpx.Response, asked: ModelReference, address: str) -> CannotAdd:
    """The error of an answer that is no success."""
    code = answer.headers.get("X-Error-Code", "")
    status = answer.status_code
    repository = asked.repository
    if code == "GatedRepo" or status == 403:
        return CannotAdd(
            f"{repository} is gated ({status}): accept its conditions at {address}/{repository} "
            "and set HF_TOKEN to a token of an account that may read it"
        )
    if code == "RevisionNotFound":
        return CannotAdd(
            f"{repository} has no revision {asked.revision!r}: give a branch, a tag, a commit of "
            "40 hex digits or refs/pr/N after the @"
        )
    if code == "EntryNotFound":
        return CannotAdd(f"{repository} has no file {answer.request.url.path.rpartition('/')[2]}")
    if status in (401, 404):  # the hub answers 401 for what does not exist, too
        return CannotAdd(
            f"there is no repository {repository} on {address}, or it is private: check its "
            "spelling, or set HF_TOKEN to a token of an account that may read it"
        )
    if status == 429:
        wait = answer.headers.get("Retry-After")
        later = f"in {wait} s" if wait else "later"
        return CannotAdd(f"{address} asks to wait (429): try again {later}, or set HF_TOKEN")
    return CannotAdd(f"{address} answered {status} for {repository}: try again later")


def of_transport(error: Exception, address: str) -> CannotAdd:
    """The error of a request that was not answered."""
    reason = str(error) or type(error).__name__
    return CannotAdd(f"{address} cannot be reached ({reason}): {_ELSEWHERE}")
