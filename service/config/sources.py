"""Settings as an operator sees them: variables, where each value came from, what is wrong.

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
_NEAR = 0.75  # likeness from which on a name is taken for a misspelling of another
# What Kubernetes and linked containers set for services whose names begin as ours does.
_LINK = re.compile(
    r"COPYDESK_([A-Z0-9_]+_)?"
    r"(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_[A-Z]+(_(PROTO|PORT|ADDR))?)"
)


class BadSettings(ValueError):
    """Settings that cannot be used; one line a fault, each naming its variable."""


def variable(field: str) -> str:
    """The environment variable of a field."""
    return _PREFIX + field.upper()


def read(**given: Any) -> Settings:
    """The settings: `given`, else of the environment, else of `.env`. Raises `BadSettings`."""
    path = Path(str(Settings.model_config["env_file"]))
    try:
        faults = env_file.faults(path, _PREFIX)
        if faults:
            raise BadSettings("\n".join(faults))
        return Settings(**given)
    except ValidationError as error:
        origin = origins()
        # A default that rests on a value which is wrong itself says nothing new.
        found = [e for e in error.errors() if e["type"] != "default_factory_not_called"]
        raise BadSettings("\n".join(_fault(e, origin) for e in found)) from None
    except OSError as error:
        raise BadSettings(f"{path} cannot be read: {_why(error)}") from None
    except UnicodeDecodeError:
        raise BadSettings(f"{path} cannot be read: it is not UTF-8 text") from None


def origins() -> dict[str, Origin]:
    """Where the value of each field comes from, by pydantic-settings' own sources."""
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
    """Each field's value as one line; secrets as asterisks."""
    return {name: _text(getattr(settings, name)) for name in Settings.model_fields}


def unknown() -> list[str]:
    """Variables with the prefix that are no setting, such as misspelt ones."""
    known = _known()
    in_file = DotEnvSettingsSource(Settings).env_vars
    names = {name.upper() for name in (*os.environ, *in_file)}
    ours = (n for n in names if n.startswith(_PREFIX) and not _LINK.fullmatch(n))
    return sorted(n for n in ours if n not in known and not _is_link(n))


def misspelt() -> list[str]:
    """A line for each of `unknown`, with the setting that was probably meant."""
    known = sorted(_known())
    lines = []
    for name in unknown():
        near = get_close_matches(name[:100], known, 1, _NEAR)
        hint = f"did you mean {near[0]}?" if near else "`copydesk config` lists all that are"
        lines.append(f"{name} is no setting; {hint}")
    return lines


def warnings(settings: Settings, cores: int) -> list[str]:
    """A line for all that was set and does nothing, or asks for more than `cores` there are."""
    idle = checks.without_effect(settings)
    return [*misspelt(), *idle, *checks.beyond_machine(settings, cores)]


def tell(settings: Settings, cores: int) -> None:
    """Log a line for each of `warnings`."""
    for line in warnings(settings, cores):
        _log.warning("doubtful setting", why=line)


def _known() -> set[str]:
    return {variable(name) for name in Settings.model_fields}


def _is_link(name: str) -> bool:
    """Whether it is `COPYDESK_REDIS_PORT=tcp://…`, which only its value tells."""
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
