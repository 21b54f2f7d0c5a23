"""Settings as an operator sees them: the variables, the source of each value, and the faults.

Errors name the variable and never show the value of a secret.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import structlog
from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from service.config import checks, env_file
from service.config.settings import Settings
from service.config.values import SERVICE_LINK
from service.kit.validation_text import said

Origin = Literal["environment", ".env file", "PORT", "COPYDESK_PROFILES", "default"]

_log = structlog.get_logger("copydesk.settings")

_PREFIX = "COPYDESK_"
_NEAR = 0.75  # names with at least this similarity count as misspellings (ratio of difflib)
# The variables that Kubernetes and linked containers set for services with our prefix.
_LINK = re.compile(
    r"COPYDESK_([A-Z0-9_]+_)?"
    r"(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_[A-Z]+(_(PROTO|PORT|ADDR))?)"
)


class BadSettings(ValueError):
    """Settings that cannot be used. The message has a line for each fault, with its variable."""


def variable(field: str) -> str:
    """The environment variable of a field."""
    return _PREFIX + field.upper()


def read(**given: Any) -> Settings:
    """The settings: from `given`, the environment or `.env`, in this order of precedence.

    Raises `BadSettings`.
    """
    path = Path(str(Settings.model_config["env_file"]))
    try:
        faults = env_file.faults(path, _PREFIX)
        if faults:
            raise BadSettings("\n".join(faults))
        return Settings(**given)
    except ValidationError as error:
        origin = origins()
        # A default that depends on a wrong value is no fault of its own.
        found = [e for e in error.errors() if e["type"] != "default_factory_not_called"]
        raise BadSettings("\n".join(_fault(e, origin) for e in found)) from None
    except OSError as error:
        raise BadSettings(f"{path} cannot be read: {_why(error)}") from None
    except UnicodeDecodeError:
        raise BadSettings(f"{path} cannot be read: it is not UTF-8 text") from None


def origins() -> dict[str, Origin]:
    """The source of each field's value, according to the sources of pydantic-settings."""
    found: dict[str, Origin] = dict.fromkeys(Settings.model_fields, "default")
    for name in DotEnvSettingsSource(Settings)():
        if name in found:
            found[name] = ".env file"
    for name, value in EnvSettingsSource(Settings)().items():
        if not (name == "port" and SERVICE_LINK.fullmatch(str(value))):
            found[name] = "environment"
    if found["port"] == "default" and os.environ.get("PORT", "").strip():
        found["port"] = "PORT"
    if found["profile"] == "default" and found["profiles"] != "default":
        found["profile"] = "COPYDESK_PROFILES"
    return found


def shown(settings: Settings) -> dict[str, str]:
    """Each field's value in one line, with secrets as asterisks."""
    return {name: _text(getattr(settings, name)) for name in Settings.model_fields}


def unknown() -> list[str]:
    """Variables with the prefix that are not settings, such as misspelt names."""
    known = _known()
    in_file = DotEnvSettingsSource(Settings).env_vars
    names = {name.upper() for name in (*os.environ, *in_file)}
    ours = (n for n in names if n.startswith(_PREFIX) and not _LINK.fullmatch(n))
    return sorted(n for n in ours if n not in known and not _is_link(n))


def misspelt() -> list[str]:
    """A line for each name of `unknown`, with the setting that was probably meant."""
    known = sorted(_known())
    lines = []
    for name in unknown():
        near = get_close_matches(name[:100], known, 1, _NEAR)
        hint = f"did you mean {near[0]}?" if near else "`copydesk config` lists all that are"
        lines.append(f"{name} is no setting; {hint}")
    return lines


def warnings(settings: Settings, cores: int) -> list[str]:
    """A line for each setting that has no effect or needs more than `cores`."""
    idle = checks.without_effect(settings)
    return [*misspelt(), *idle, *checks.beyond_machine(settings, cores)]


def tell(settings: Settings, cores: int) -> None:
    """Log a line for each of `warnings`."""
    for line in warnings(settings, cores):
        _log.warning("doubtful setting", why=line)


def _known() -> set[str]:
    return {variable(name) for name in Settings.model_fields}


def _is_link(name: str) -> bool:
    """Whether it is like `COPYDESK_REDIS_PORT=tcp://…`, which only the value can show."""
    return name.endswith("_PORT") and bool(SERVICE_LINK.fullmatch(os.environ.get(name, "")))


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_text, value)) or "none"
    if isinstance(value, (SecretStr, Path)):
        return str(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _fault(error: ErrorDetails, origin: dict[str, Origin]) -> str:
    if not error["loc"]:
        return said(error)
    field = str(error["loc"][0])
    value = "" if _secret(field) or error["input"] == "" else f" {error['input']!r:.100}"
    if origin[field] == "PORT":
        return f"PORT:{value} (from the environment) {said(error)}"
    return f"{variable(field)}:{value} (from the {origin[field]}) {said(error)}"


def _secret(field: str) -> bool:
    return "SecretStr" in repr(Settings.model_fields[field].annotation)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
