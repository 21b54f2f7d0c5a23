"""Numbers of results, which are exact within the service and rounded in its answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema


def _rounded(value: float | dict[str, float]) -> float | dict[str, float]:
    if isinstance(value, dict):
        return {name: round(float(part), 4) for name, part in value.items()}
    return round(float(value), 4)


class _Rounds:
    """Rounds a number, or those of a mapping, when it is serialised. Its schema is the field's."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(_rounded)
        return {**handler(source), "serialization": written}

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        own: Any = {name: part for name, part in schema.items() if name != "serialization"}
        return handler(own)


# The models are not accurate beyond four decimals.
Rounded = Annotated[float, _Rounds()]
Distribution = Annotated[dict[str, float], _Rounds()]
