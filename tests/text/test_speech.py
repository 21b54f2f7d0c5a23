"""Names, co-reference, quotations and speakers."""

from __future__ import annotations

import pytest

from service.tasks.reading import Names, read_names
from service.text.build import build_document
from service.text.document import Document


def read(text: str) -> tuple[Document, Names]:
    """A document and its names."""
    document = build_document(text)
    return document, read_names(document)


def speakers(text: str) -> list[str | None]:
    """The speaker's name for every sentence; "" for one who is not named, None for the author."""
    _, names = read(text)
    return [
        None if not v.quoted else v.speaker.name if v.speaker else ""
        for _, v in sorted(names.voices.items())
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We lost,” said Ruslan Mykin, a baker.", ["Ruslan Mykin"]),
        ("Ruslan Mykin said the road was closed.", ["Ruslan Mykin"]),
        ("“It broke,” Mykin of Deep Water said. Mykin left Deep Water.", ["Mykin", None]),
        ("Then Ana Duarte, who had arrived in August, said it rained.", ["Ana Duarte"]),
        ("“It broke,” the soldier said.", ["the soldier"]),
        ("It broke, said a soldier familiar with the matter.", ["a soldier"]),
        ("According to Ana Duarte, it broke.", ["Ana Duarte"]),
        ("Military analysts said that it broke.", ["Military analysts"]),
        ("As President Ana Duarte falsely claimed, it broke.", [None]),
        ("The town has a “smart” road.", [None]),
        ("The road is closed.", [None]),
        ("Reyes and 61 other owners have asked a court to stop it.", [None]),  # nor "her owners"
    ],
)
def test_speakers(text: str, found: list[str | None]) -> None:
    assert speakers(text) == found


def test_a_quotation_of_several_sentences_has_one_speaker() -> None:
    text = "“It broke. Nobody came. We wept,” said Ana Duarte. “It was late.”\nThe road is closed."
    assert speakers(text) == ["Ana Duarte"] * 4 + [None]


def test_a_pronoun_that_speaks_is_the_person_before() -> None:
    text = "Tom Reyes runs the café. “It is over,” he said."
    assert speakers(text) == [None, "Tom Reyes"]


def test_a_speaker_is_not_the_pronoun_of_the_own_words() -> None:
    text = "“It is bad,” said Tom Reyes. “She never came, and she knows it.”"
    _, names = read(text)
    assert names.pronouns == []


def test_a_name_may_come_after_its_pronoun() -> None:
    _, names = read("The mayor met Tom Reyes. Though she did not know, Ana Duarte left.")
    assert [p.entity.name for p in names.pronouns] == ["Ana Duarte"]


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("Then Mayor Ana Duarte left. Later, Duarte came back.", "Ana Duarte", {"Duarte"}),
        ("The Russian president Ivan Petrov left.", "Ivan Petrov", set()),
        ("Yesterday China’s Xi Lun left.", "Xi Lun", set()),
        ("He works at the Bank of Portvale.", "Bank of Portvale", set()),
        ("He met Foreign Minister Jo van Dam.", "Jo van Dam", set()),
    ],
)
def test_names(text: str, name: str, aliases: set[str]) -> None:
    _, names = read(text)
    (entity,) = [e for e in names.entities if e.name == name]
    assert aliases <= entity.aliases


def test_a_capital_at_a_sentence_s_start_is_no_name_by_itself() -> None:
    _, names = read("Workers left. Rain fell. Trade stopped.")
    assert names.entities == []


def test_rewordings_and_peoples_are_mentions() -> None:
    document, names = read(
        "Troops from North Korea arrived. The North Koreans were tired. North Korean troops left."
    )
    found = [document.read(m.span) for m in names.mentions.find("North Korean troops")]
    assert "North Korean troops" in found
    assert "North Koreans" in found
