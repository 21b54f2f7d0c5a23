"""References to the schemas of the document."""

from __future__ import annotations

from pydantic import BaseModel

TEMPLATE = "#/components/schemas/{model}"


def reference(model: type[BaseModel]) -> dict[str, str]:
    """A reference to the schema of a model, which the document must hold."""
    return {"$ref": TEMPLATE.format(model=model.__name__)}
