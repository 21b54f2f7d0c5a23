"""Settings as an operator sees them: variables, where each value came from, what is wrong.

Errors name the variable and never show the value of a secret.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from service.settings import Settings

Origin = Literal["environment", ".env file", "default"]

_PREFIX = "COPYDESK_"


class BadSettings(ValueError):
    """Settings that cannot be used; one line a fault, each naming its variable."""


def variable(field: str) -> str:
    """The environment variable of a field."""
    return _PREFIX + field.upper()


def read(**given: Any) -> Settings:
    """The settings: `given`, else of the environment, else of `.env`. Raises `BadSettings`."""
    try:
        return Settings(**given)
    except ValidationError as error:
        origin = origins()
        raise BadSettings("\n".join(_fault(e, origin) for e in error.errors())) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f".env cannot be read: {error}") from None


def origins() -> dict[str, Origin]:
    """Where the value of each field comes from, by pydantic-settings' own sources."""
    found: dict[str, Origin] = dict.fromkeys(Settings.model_fields, "default")
    for name in DotEnvSettingsSource(Settings)():
        if name in found:
            found[name] = ".env file"
    for name in EnvSettingsSource(Settings)():
        found[name] = "environment"
    return found


def shown(settings: Settings) -> dict[str, str]:
    """Each field's value as one line; secrets as asterisks."""
    return {name: _text(getattr(settings, name)) for name in Settings.model_fields}


def unknown() -> list[str]:
    """Variables with the prefix that are no setting, such as misspelt ones."""
    known = {variable(name) for name in Settings.model_fields}
    in_file = DotEnvSettingsSource(Settings).env_vars
    names = {name.upper() for name in (*os.environ, *in_file)}
    return sorted(n for n in names if n.startswith(_PREFIX) and n not in known)


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_text, value)) or "none"
    if isinstance(value, (SecretStr, Path)):
        return str(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _fault(error: ErrorDetails, origin: dict[str, Origin]) -> str:
    message = error["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:] if message.startswith("Input") else message
    if not error["loc"]:
        return message
    field = str(error["loc"][0])
    said = "" if _secret(field) else f" {error['input']!r} (from the {origin[field]})"
    return f"{variable(field)}:{said} {message}"


def _secret(field: str) -> bool:
    return "SecretStr" in repr(Settings.model_fields[field].annotation)
