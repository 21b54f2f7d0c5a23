"""The section `[nli]` of a manifest."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from service.inference.manifest.entailment import Entailment

THREE = {"entailment": "E", "neutral": "N", "contradiction": "C"}
TWO = {"entailment": "E", "not_entailment": "O"}


def test_three_classes_are_the_three_stances() -> None:
    found = Entailment.model_validate(THREE)
    assert not found.binary
    assert dict(found.mapping) == {"C": 0, "N": 1, "E": 2}


def test_two_classes_leave_everything_but_entailment_neutral() -> None:
    found = Entailment.model_validate(TWO | {"threshold": 0.7})
    assert found.binary
    assert dict(found.mapping) == {"O": 1, "E": 2}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"entailment": "E"}, "`neutral` and `contradiction`, or `not_entailment`"),
        (TWO | {"neutral": "N"}, "or `not_entailment` alone"),
        (THREE | {"not_entailment": "O"}, "or `not_entailment` alone"),
        ({"entailment": "E", "neutral": "N"}, "`neutral` and `contradiction`"),
        (THREE | {"threshold": 0.4}, "`threshold`"),
        (TWO | {"threshold": 1.0}, "less than 1"),
        (TWO | {"favor": "The author is in favor."}, "`favor` does not contain {target}"),
    ],
)
def test_labels_that_contradict_are_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError) as error:
        Entailment.model_validate(given)
    assert said in str(error.value)
