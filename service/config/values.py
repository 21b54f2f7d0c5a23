"""Types, checks and defaults of single settings: lists, paths, addresses and secrets."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

PORT = 8000
SHORTEST_SECRET = 32  # characters
_LEAST_VARIED = 8  # different ones

_REDIS = re.compile(r"rediss?://[^/?#]+(/[0-9]*)?(\?[^#]*)?|unix://[^#]+")
_ORIGIN = re.compile(r"https?://[a-z0-9.\-\[\]:]+")  # a browser sends no path and no capitals
_COLLECTOR = re.compile(r"https?://[^\s/]+(/\S*)?")
# In the pods beside a service named `copydesk` Kubernetes sets COPYDESK_PORT=tcp://10.0.0.7:80.
SERVICE_LINK = re.compile(r"(tcp|udp|sctp)://\S*")
_USUAL = {"http": ":80", "https": ":443"}


def default_cache() -> Path:
    """The default folder for base encoders."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "copydesk"


def default_jobs() -> Path:
    """The default file of jobs."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "copydesk" / "jobs.sqlite"


def default_port() -> Any:  # text is checked as any other value is
    """`PORT`, which hosting platforms set, else 8000."""
    return os.environ.get("PORT", "").strip() or PORT


def first_profile(values: dict[str, Any]) -> Any:
    """The default of the default profile: the first of the loaded profiles."""
    return values["profiles"][0]


def at_most(other: str, usual: float) -> Callable[[dict[str, Any]], float]:
    """A default: the usual value, or the value of an earlier field if that is smaller."""

    def chosen(values: dict[str, Any]) -> float:
        return min(usual, float(values[other]))

    return chosen


def own_port(value: Any) -> Any:
    """The port of this service, if Kubernetes has set the variable to a service's address."""
    linked = isinstance(value, str) and SERVICE_LINK.fullmatch(value)
    return default_port() if linked else value


def off(value: object) -> object:
    """None for a word that switches a setting off."""
    return None if value == "off" else value


def split(value: object) -> object:
    """A list from an environment variable: items with commas between. Raises `ValueError`."""
    if not isinstance(value, str):
        return value
    items = [item.strip() for item in value.split(",") if item.strip()]
    if not items:
        raise ValueError("names none; remove it to have the default")
    return items


def once_each(values: list[str]) -> list[str]:
    """The list, unchanged. Raises `ValueError` if it is empty or holds an item twice."""
    if not values:  # impossible in a variable, but possible in a call
        raise ValueError("names none")
    if twice := sorted({value for value in values if values.count(value) > 1}):
        raise ValueError(f"names {twice[0]!r} twice")
    return values


def not_empty(value: Any) -> Any:
    """The value, unchanged. Raises `ValueError` for an empty text, which is never intended.

    A shell or a compose file produces it from a variable that is not set: `KEYS=${KEYS}`.
    """
    if isinstance(value, str) and not value.strip():
        raise ValueError("is empty; remove it to have the default")
    return value


def at_home(path: Path | None) -> Path | None:
    """The path with a leading `~` expanded, because the value may not come from a shell."""
    try:
        return path.expanduser() if path is not None else None
    except RuntimeError:
        raise ValueError("names the home of a user who is not known") from None


def origin(given: str) -> str:
    """An origin as browsers send it. Raises `ValueError` for a text that no browser sends."""
    if given == "*":
        return given
    if not _ORIGIN.fullmatch(given.lower()):
        raise ValueError(f"{given!r} is no origin such as https://news.example:8443")
    lowered = given.lower()
    return lowered.removesuffix(_USUAL[lowered.partition(":")[0]])


def redis(given: SecretStr) -> SecretStr:
    """The address, unchanged. Raises `ValueError`, which never quotes it: it holds a password."""
    try:
        sound = _REDIS.fullmatch(given.get_secret_value()) is not None
        _ = urlsplit(given.get_secret_value()).port
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(
            "is no address such as redis://:PASSWORD@HOST:6379/0, rediss://… or unix://…; "
            "in a password / ? # are written as %2F %3F %23"
        )
    if find_spec("redis") is None:
        raise ValueError("the extra is not installed: pip install 'copydesk[redis]'")
    return given


def secret(given: SecretStr) -> SecretStr:
    """The secret, unchanged. Raises `ValueError` for one that could be guessed."""
    text = given.get_secret_value()
    if len(text) < SHORTEST_SECRET or len(set(text)) < _LEAST_VARIED:
        raise ValueError(
            f"needs at least {SHORTEST_SECRET} characters that nobody can guess, such as "
            "`openssl rand -base64 32` prints"
        )
    return given


def web_address(given: str) -> str:
    """The address without a slash at its end. Raises `ValueError` if it is none."""
    if not _COLLECTOR.fullmatch(given):
        raise ValueError(f"{given!r} is no address such as https://hub.example")
    return given.rstrip("/")


def collector(given: str) -> str:
    """The address, unchanged. Raises `ValueError` if it is no address or the extra is missing."""
    if not _COLLECTOR.fullmatch(given):
        raise ValueError("is no address such as http://collector:4318")
    if not traces_can_be_sent():
        raise ValueError("the extra is not installed: pip install 'copydesk[otel]'")
    return given


def traces_can_be_sent() -> bool:
    """Whether the packages of the extra `otel` are installed."""
    try:
        return find_spec("opentelemetry.exporter.otlp.proto.http") is not None
    except ModuleNotFoundError:
        return False
