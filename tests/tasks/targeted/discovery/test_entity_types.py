"""What a name means in the world, by its words."""

from __future__ import annotations

import pytest

from service.tasks.target import TargetType
from service.tasks.targeted.discovery.entity_types import is_body, type_of_name


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Clean Quays Act", TargetType.LAW),
        ("Treaty of Porto", TargetType.LAW),
        ("Harbour Board", TargetType.ORGANISATION),
        ("University of Portvale", TargetType.ORGANISATION),
        ("NATO", TargetType.ORGANISATION),
        ("Republicans", TargetType.ORGANISATION),
        ("Winter Games", TargetType.EVENT),
        ("Ukraine", TargetType.PLACE),
        ("New Jersey", TargetType.PLACE),
        ("Anchor Bay", TargetType.PLACE),
        ("Zorvan", None),
    ],
    ids=str,
)
def test_type_of_a_name(name: str, found: TargetType | None) -> None:
    assert type_of_name(name) is found


def test_common_nouns_for_bodies() -> None:
    assert is_body("council")
    assert not is_body("strike")
