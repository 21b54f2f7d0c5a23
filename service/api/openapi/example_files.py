"""Examples of requests and their answers, from files that the service itself has written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import service.api.openapi.examples

FOLDER = Path(service.api.openapi.examples.__file__).parent


def examples(
    operation: str, side: Literal["request", "response"], folder: Path = FOLDER
) -> dict[str, Any]:
    """Examples of one side of an operation by name, as OpenAPI's `examples` hold them.

    A file is named `OPERATION.EXAMPLE.json`. Without files, or in a file without the side, there
    is no example and no error: routes are declared at import, and `openapi.refresh` has to import
    the app before it can write the answers of a new operation.
    """
    found: dict[str, Any] = {}
    for path in sorted(folder.glob(f"{operation}.*.json")):
        example = json.loads(path.read_text(encoding="utf-8"))
        if side in example:
            found[path.name.split(".")[1]] = {"summary": example["summary"], "value": example[side]}
    return found
