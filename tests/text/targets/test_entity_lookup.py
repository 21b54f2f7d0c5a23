"""A target names an entity by full form, alias, initials or surname."""

from __future__ import annotations

import pytest

from service.text.entities.model import Entity, EntityKind
from service.text.targets.entity_lookup import EntityLookup

PERSON, OTHER, COUNTRY = EntityKind.PERSON, EntityKind.OTHER, EntityKind.COUNTRY
ENTITIES = [
    Entity("Robert F. Kennedy", PERSON, {"Robert F. Kennedy", "Kennedy"}),
    Entity("Zelensky", PERSON, {"Zelensky"}),
    Entity("Federal Bureau of Investigation", OTHER, {"Federal Bureau of Investigation"}),
    Entity("Federal Arts Board", OTHER, {"Federal Arts Board"}),
    Entity("WHO", OTHER, {"WHO"}),
    Entity("United States", COUNTRY, {"U.S."}),
]


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("Robert F. Kennedy", "Robert F. Kennedy"),
        ("President Kennedy", "Robert F. Kennedy"),
        ("Robert Kennedy", "Robert F. Kennedy"),
        ("John Kennedy", None),
        ("Volodymyr Zelensky", "Zelensky"),
        ("the zelensky", "Zelensky"),
        ("plan of Zelensky", None),
        ("A Man Called Zelensky", None),
        ("FAB", "Federal Arts Board"),
        ("fab", None),
        ("WHO", "WHO"),
        ("Who", None),
        ("America", "United States"),
        ("", None),
    ],
)
def test_the_entity_of_a_target(target: str, name: str | None) -> None:
    entity = EntityLookup(ENTITIES).find(target)
    assert (entity.name if entity else None) == name
