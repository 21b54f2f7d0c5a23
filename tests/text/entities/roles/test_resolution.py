"""A role stands for whoever the text says bears it, and for nobody else."""

from __future__ import annotations

import pytest

from service.text.entities.roles.resolution import find_roles
from service.text.segmentation.builder import build_document
from tests.reading import read_names
from tests.real_reading import RealReader


def roles(text: str) -> list[tuple[str, str]]:
    document = build_document(text, language="en")
    names = read_names(document)
    found = find_roles(document, names.words, names.entities)
    return [(document.read(r.mention.span), r.entity.name) for r in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Prime Minister Arvid Lund spoke. Critics said the prime minister had failed.",
            [("the prime minister", "Arvid Lund")],
        ),
        (
            "Arvid Lund spoke. “The prime minister lied,” said Kari Moe.\n\n"
            "Prime Minister Lund did not reply.",
            [("The prime minister", "Arvid Lund")],
        ),
        (
            "Ana Duarte was elected mayor in May. The mayor’s office is shut.",
            [("The mayor", "Ana Duarte")],
        ),
        (
            "Ana Duarte, the new mayor, spoke. Nobody heard the mayor.",
            [("the new mayor", "Ana Duarte"), ("the mayor", "Ana Duarte")],
        ),
        (
            "Ana Duarte is the mayor of Portvale. The mayor of Tresund left.",
            [],
        ),
        (
            "Mayor Ana Duarte left. Former mayor Tom Reyes stayed. The former mayor sang. "
            "The mayor slept.",
            [("The former mayor", "Tom Reyes"), ("The mayor", "Ana Duarte")],
        ),
        (
            "Foreign Minister Arvid Lund met Defence Minister Kari Moe. The foreign minister "
            "spoke. The defence minister left. The health minister stayed.",
            [("The foreign minister", "Arvid Lund"), ("The defence minister", "Kari Moe")],
        ),
        (
            "Senator Ana Duarte spoke. The senator left. Senator Tom Reyes came. The senator sat.",
            [("The senator", "Ana Duarte"), ("The senator", "Tom Reyes")],
        ),
        ("Mayor Ana Duarte left. The ministers stayed. The band sang.", []),
        (
            "The Quay Union struck. The union leader spoke, and the union’s men left.",
            [("the union", "Quay Union")],
        ),
        ("The union struck. Later the Quay Union denied it.", []),
        (
            "The Quay Union met the Dock Union. The union lied. The dock workers’ union left.",
            [("The union", "Dock Union")],
        ),
        ("Ana Duarte, mayor Tom Reyes and others came. The mayor left.",
         [("The mayor", "Tom Reyes")]),
        ("They met the mayor, Tom Reyes. A mayor is rarely so calm.", []),
    ],
)  # fmt: skip
def test_who_a_role_stands_for(text: str, found: list[tuple[str, str]]) -> None:
    assert roles(text) == found


BODIES = (
    (
        "The Union of Dockers struck. Traders dislike the union.",
        [("the union", "Union of Dockers")],
    ),
    (
        "Shares of Zorvan Motors fell. The company said nothing.",
        [("The company", "Zorvan Motors")],
    ),
)


@pytest.mark.models
def test_bodies_that_the_reader_names(reader: RealReader) -> None:
    for text, wanted in BODIES:
        document = build_document(text, language="en")
        names = reader.names(document)
        found = find_roles(document, names.words, names.entities)
        assert [(document.read(r.mention.span), r.entity.name) for r in found] == wanted, text
