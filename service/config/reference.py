"""The table of all settings, `docs/settings.md`, from the descriptions in `Settings`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from service.config.settings import Settings
from service.config.sources import variable

_HEAD = """\
# Settings

Made by `make settings` from [service/config/fields.py](../service/config/fields.py). Each setting
is an environment variable, or a line in a file `.env` in the working directory; the environment
takes precedence. `copydesk config` prints what is in effect and where it came from.

An empty value, settings that contradict one another, and a line of `.env` that sets nothing are
errors at the start. Settings that have no effect beside the others, and variables that begin with
`COPYDESK_` but are no setting, are reported at the start and by `copydesk config`; for a misspelt
one it names the setting that was probably meant.

| variable | value | default | meaning |
|---|---|---|---|
"""
_LIMITS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
_ROOT = Path(__file__).resolve().parents[2]


def markdown() -> str:
    """The whole page."""
    schema = Settings.model_json_schema()["properties"]
    rows = [
        (f"`{variable(name)}`", _values(schema[name]), _default(field), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _values(schema: dict[str, Any]) -> str:
    """The allowed values of a JSON schema in words: `integer ≥ 1`, `fast` or `accurate`, …"""
    schema = next((s for s in schema.get("anyOf", []) if s["type"] != "null"), schema)
    if schema["type"] == "array":
        return "list: " + _values(schema["items"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    limits = [f"{sign} {schema[key]:g}" for key, sign in _LIMITS.items() if key in schema]
    kind = {"password": "secret"}.get(schema.get("format", ""), schema.get("format"))
    return " ".join([kind or schema["type"], *limits])


def _default(field: FieldInfo) -> str:
    value = field.default
    if field.default_factory is list or value is None:
        return "none"
    if field.default_factory is not None:
        return ""  # it depends on the machine, as the description explains
    if isinstance(value, list):
        value = ",".join(value)
    if isinstance(value, Path):
        value = value.relative_to(_ROOT)
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"
