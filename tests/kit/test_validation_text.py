"""Faults in plain words."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from service.kit.validation_text import one_line


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    size: int = Field(3, ge=2, le=9)
    share: float = Field(0.5, gt=0, lt=1, allow_inf_nan=False)
    kind: Literal["a", "b"] = "a"
    name: Annotated[str, Field(min_length=1, max_length=3)] = "x"
    when: AwareDatetime | date | None = None
    on: bool = True


class _Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")

    part: list[_Part] = Field(min_length=1, max_length=3)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "`part` is missing"),
        ({"part": 1}, "`part` must be a list"),
        ({"part": []}, "`part` must have at least 1"),
        ({"part": [{}] * 4}, "`part` must have at most 3"),
        ({"part": [1]}, "`part.1` must be a table"),
        ({"part": [{}, {"size": "x"}]}, "`part.2.size` must be a whole number"),
        ({"part": [{"size": 1}]}, "`part.1.size` must be at least 2"),
        ({"part": [{"size": 10}]}, "`part.1.size` must be at most 9"),
        ({"part": [{"size": 2.5}]}, "`part.1.size` must be a whole number"),
        ({"part": [{"share": 0}]}, "`part.1.share` must be more than 0"),
        ({"part": [{"share": 1}]}, "`part.1.share` must be less than 1"),
        ({"part": [{"share": "nan"}]}, "`part.1.share` must be a finite number"),
        ({"part": [{"kind": "c"}]}, "`part.1.kind` must be 'a' or 'b'"),
        ({"part": [{"name": ""}]}, "`part.1.name` must have at least 1 characters"),
        ({"part": [{"name": 5}]}, "`part.1.name` must be text"),
        ({"part": [{"when": "2027-01-31T12:00:00"}]}, "`part.1.when` needs a time zone"),
        ({"part": [{"when": "soon"}]}, "`part.1.when` must be a date"),
        ({"part": [{"on": "maybe"}]}, "`part.1.on` must be true or false"),
        ({"part": [{"of": 1}]}, "`part.1.of` is not known here"),
        ({"part": [{"size": "x", "share": "y"}]}, "`part.1.size` must be a whole number (and 1 m"),
    ],
)
def test_a_fault_is_one_line(given: dict[str, Any], line: str) -> None:
    with pytest.raises(ValidationError) as refused:
        _Whole.model_validate(given)
    told = one_line(refused.value)
    assert told.startswith(line)
    assert not re.search(r"\n|Input|Value error|pydantic", told)
