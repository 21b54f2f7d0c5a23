"""Whose words sentences are: quotations, reported speech, and speakers by name or pronoun."""

from __future__ import annotations

import pytest

from service.tasks.annotations import NameAnnotations
from service.text.document import Document
from service.text.segmentation.builder import build_document
from tests.reading import read_names
from tests.real_reading import RealReader
from tests.text.attribution.reading import of_text, read_by


def read(text: str) -> tuple[Document, NameAnnotations]:
    """A document and its names."""
    document = build_document(text, language="en")
    return document, read_names(document)


def test_a_quotation_of_several_sentences_has_one_speaker() -> None:
    text = "“It broke. Nobody came. We wept,” said Ana Duarte. “It was late.”\nThe road is closed."
    assert of_text(text) == ["Ana Duarte"] * 4 + [None]


def test_a_pronoun_that_speaks_is_the_person_before() -> None:
    assert of_text("Tom Reyes runs the café. “It is over,” he said.") == [None, "Tom Reyes"]


def test_a_speaker_is_not_the_pronoun_of_the_own_words() -> None:
    _, names = read("“It is bad,” said Tom Reyes. “She never came, and she knows it.”")
    assert names.pronouns == []


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("'It broke,' she said. 'We can't go on.'", ["'It broke,'", "'We can't go on.'"]),
        ("‘It’s late,’ said Ana’s aunt, ‘and it’s cold.’", ["‘It’s late,’", "‘and it’s cold.’"]),
        ("'All of the owners' boats sank.'", ["'All of the owners' boats sank.'"]),
        ("The 'lies' she told in the '90s.", ["'lies'"]),
        ("The owners' road isn't the players' road.", []),
        ("\"It broke,” said Reyes. \"It is late.\"", ["\"It broke,”", "\"It is late.\""]),
        ("“It broke,\" said Reyes. “It is late.”", ["“It broke,\"", "“It is late.”"]),
    ],
)  # fmt: skip
def test_quotations(text: str, quotes: list[str]) -> None:
    document, names = read(text)
    assert [document.read(q) for q in names.quotes] == quotes


SPEAKERS = (
    ("“We lost,” said Ruslan Mykin, a baker.", ["Ruslan Mykin"]),
    ("Ruslan Mykin said the road was closed.", ["Ruslan Mykin"]),
    ("“It broke,” the soldier said.", ["the soldier"]),
    ("According to Ana Duarte, it broke.", ["Ana Duarte"]),
    ("Military analysts said that it broke.", ["Military analysts"]),
    ("The town has a “smart” road.", [None]),
    ("The road is closed.", [None]),
    ("The old keeper said it broke. He added that it was late.", ["The old keeper"] * 2),
    ("The report said it broke. It was old. She said so.", ["The report", None, ""]),
    ("The port’s engineer, Ana Duarte, said it broke.", ["Ana Duarte"]),
    ("The mayor, who has long waited, has also said it broke.", ["The mayor"]),
    ("People close to the mayor's office say it broke.", ["People close"]),
    # Verbs of many kinds, before the speaker and after.
    ("“The quay is a shame,” shouted Ana Duarte, a keeper from the harbour.", ["Ana Duarte"]),
    ("“The quay is a shame,” Ana Duarte countered. “It is fine,” said Tom Reyes.",
     ["Ana Duarte", "Tom Reyes"]),
    ("Opponents fear that the quay is a waste of money.", ["Opponents"]),
    ("Ana Duarte concedes that the quay is a waste.", ["Ana Duarte"]),
    ("As Ana Duarte put it, “the quay is a gift to us all.”", ["Ana Duarte"]),
    # Asides between the speaker and the verb.
    ("“It is late,” Tom Reyes, 61, who sells fish, said.", ["Tom Reyes"]),
    # Several speakers; texts that speak.
    ("“It is a joy,” Ana Duarte and Tom Reyes said in a letter.", ["Ana Duarte"]),
    ("“Keep out,” reads a board at the end of the old quay.", [""]),
    ("Greenpeace called the quay a scandal.", ["Greenpeace"]),
    # Nobody speaks.
    ("They sailed to the United States in March.", [None]),
    ("The company posted a profit of two million pounds in the spring.", [None]),
    # A quotation over several paragraphs, and one after a colon.
    ("“The quay is late. We need it.\n\n“If nobody acts, boats will sink,” said Ana Duarte.\n\n"
     "The port was open on Monday.", ["Ana Duarte"] * 3 + [None]),
    ("And from Chairwoman Ana Duarte:\n\n“The quay is a gift to all of us.”",
     [None, "Ana Duarte"]),
    # Who has no name, by a pronoun.
    ("The boat owner told reporters his boat was gone.\n\n“We are tired,” he said. “All is lost.”",
     ["The boat owner"] * 3),
)  # fmt: skip


@pytest.mark.models
def test_speakers_by_the_reader(reader: RealReader) -> None:
    found = {text: read_by(reader, text) for text, _ in SPEAKERS}
    assert found == dict(SPEAKERS)


@pytest.mark.models
def test_a_verb_after_very_many_words_has_a_voice_all_the_same(reader: RealReader) -> None:
    # Each word between a name and its verb used to double the time.
    text = "Ana Duarte " + "falsely reportedly " * 60 + "went home, Tom Reyes said."
    assert len(read_by(reader, text)) == 1
