"""The section `[endpoint]` of `model.toml`: a model behind an OpenAI-compatible HTTP interface."""

from __future__ import annotations

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def _http(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("`url` must begin with http:// or https:// and name a host")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("`url` must hold no user, password, query or fragment")
    return url.rstrip("/")


class EndpointSettings(BaseModel):
    """Where the model is, and how long it is waited for.

    Attributes:
        url: the base address, to which `/chat/completions` is added.
        model: the name of the model there.
        key_env: the environment variable with the key, sent as a bearer token. Without it none is
            sent. The key itself never stands in a file.
        connect_seconds: the longest wait for a connection.
        seconds: the longest wait for an answer; the deadline of a request may be shorter.
        concurrency: requests at a time; others wait.
        certainty: the probability of the label that a judge names, as it states none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, AfterValidator(_http)]
    model: str = Field(min_length=1)
    key_env: str | None = Field(None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    connect_seconds: float = Field(5.0, gt=0, le=60)
    seconds: float = Field(60.0, gt=0, le=600)
    concurrency: int = Field(4, ge=1, le=64)
    certainty: float = Field(0.9, gt=0.5, lt=1)

    @model_validator(mode="after")
    def _key_is_encrypted(self) -> Self:
        parts = urlsplit(self.url)
        if self.key_env and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise ValueError("a key is only sent over https, or to this machine")
        return self
