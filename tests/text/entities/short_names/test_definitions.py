"""A name and the acronym that explains it are one."""

from __future__ import annotations

import pytest

from service.text.segmentation.builder import build_document
from tests.reading import read_names


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        (
            "Just Stop Oil (JSO) blocked the road. Later JSO left. Just Stop Oil paid.",
            "Just Stop Oil",
            {"Just Stop Oil", "JSO"},
        ),
        (
            "The Port of Zorvan Authority (PZA) closed. The PZA said so.",
            "Port of Zorvan Authority",
            {"Port of Zorvan Authority", "PZA"},
        ),
    ],
)
def test_an_explained_acronym(text: str, name: str, aliases: set[str]) -> None:
    entities = read_names(build_document(text, language="en")).entities
    assert {e.name: e.aliases for e in entities} == {name: aliases}


@pytest.mark.parametrize(
    "text",
    [
        "They met Ana Duarte (EU) on Monday.",
        "They met (EU) on Monday.",
        "The tired old men of the port, Old Union (OU) said.",
        "It is (see the EU) well known.",
    ],
)
def test_other_brackets_explain_nothing(text: str) -> None:
    entities = read_names(build_document(text, language="en")).entities
    assert all(len(e.aliases) == 1 or e.name == "Old Union" for e in entities)
