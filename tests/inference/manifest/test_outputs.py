"""Keys of a manifest that say how a classifier is given a pair, and how its outputs are read."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from service.inference.manifest.entry import ModelEntry

ENTRY: dict[str, Any] = {
    "name": "m", "task": "verify", "version": "1", "architecture": "classifier", "licence": "MIT",
    "labels": ["contradicted", "not_in_text", "supported"], "pair": "required",
    "base": {"name": "b", "licence": "MIT", "files": {"config.json": "0"}, "path": "."},
}  # fmt: skip
SINGLE = {
    "label_map": {"score": "supported"}, "activation": "sigmoid", "otherwise": "not_in_text",
}  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        {"pair_order": "text-first", "max_tokens": 8192},
        {"template": "{text}</s>{target}"},
        SINGLE,
        {"precision": "fp16", "device": "mps"},
    ],
)
def test_what_fits_is_accepted(given: dict[str, Any]) -> None:
    entry = ModelEntry.model_validate(ENTRY | given)
    assert {name: getattr(entry, name) for name in given} == given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"pair": "none", "pair_order": "text-first"}, "`pair_order` is for a classifier of pairs"),
        ({"pair": "none", "template": "{text}{target}"}, "`template` is for a classifier of pairs"),
        ({"template": "{text}"}, "{text} and {target} once each"),
        ({"template": "{text}{target}{target}"}, "{text} and {target} once each"),
        (SINGLE | {"otherwise": "unknown"}, "'unknown', which `labels` has not"),
        (SINGLE | {"activation": "softmax"}, "needs the `activation` sigmoid"),
        (SINGLE | {"label_map": {"a": "supported", "b": "contradicted"}}, "that one alone"),
        ({"max_tokens": 8193}, "max_tokens"),
        ({"device": "tpu"}, "device"),
    ],
)
def test_what_contradicts_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as error:
        ModelEntry.model_validate(ENTRY | given)
    assert said in str(error.value)
