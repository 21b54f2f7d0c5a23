"""Examples of what results of all tasks have in common, for the OpenAPI document."""

from __future__ import annotations

WARNING = {
    "code": "TargetNotFound",
    "message": "The text neither mentions nor discusses 'gun control'.",
    "target": "gun control",
}
USAGE = {
    "characters": 4210,
    "sentences": 38,
    "windows": 96,
    "tokens": 3120,
    "seconds": {"text": 0.01, "model": 0.62, "total": 0.71},
}
BLOCK = {"kind": "dateline", "span": {"text": "KYIV -", "begin": 0, "end": 6}}
