"""NameAnnotations, co-reference, quotations and speakers."""

from __future__ import annotations

import pytest

from service.tasks.annotations import NameAnnotations, read_names
from service.text.attribution.speakers import Speaker, SpeakerFinder
from service.text.document import Document, Sentence
from service.text.segmentation.builder import build_document
from service.text.span import Span


def read(text: str) -> tuple[Document, NameAnnotations]:
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


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Reyes is against it. He and 61 other owners said so. “It broke.”", "61 other owners"),
        ("The mayor, who has long waited, has also said it broke.", "The mayor"),
        (
            "Ana Duarte, an engineer who left Spain, told reporters in Lisbon it broke.",
            "Ana Duarte",
        ),
        ("The port’s engineer, Ana Duarte, said it broke.", "Ana Duarte"),
        ("Duarte Lines, which owns 1,400 trucks and a yard in Porto, said it broke.", None),
        ("It broke, a senior harbour police officer said.", "a senior harbour police officer"),
        ("It broke, a leading councillor said.", "a leading councillor"),
        ("People close to the mayor's office say it broke.", "People close to the mayor's office"),
        ("Leaders of both unions said it broke.", "Leaders of both unions"),
        ("A spokesman for the port said on Friday it broke.", "A spokesman for the port"),
        ("On Friday Duarte's office said it broke.", "Duarte's office"),
        ("“It broke,” added the Lisbon keeper.", "the Lisbon keeper"),
        ("It broke, according to a Lisbon Port Council tally.", "a Lisbon Port Council tally"),
        ("Tom Reyes rose at the end and said it broke.", "Tom Reyes"),
    ],
)
def test_the_subject_of_saying(text: str, speaker: str | None) -> None:
    assert speaker in speakers(text) if speaker else speakers(text)[0] != "Porto"


@pytest.mark.parametrize(
    "text",
    [
        "The road is expected to open in May, as the mayor was told.",
        "They sailed to the United States in March.",
        "It repeats the old claims that the road broke.",
        "The engineers responded to the flood within the hour.",
        "The council asked the court to stop it.",
        "After the council said it would pay, the owners left.",
        "A letter posted on the door names the owners.",
        "It took longer than the owners expected.",
    ],
)
def test_nobody_says_anything(text: str) -> None:
    assert speakers(text) == [None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The report said it broke. It was old. She said so.", ["The report", None, ""]),
        ("The old keeper said it broke. He added that it was late.", ["The old keeper"] * 2),
        ("They said it broke.", [""]),
        ("It was worse than what they said.", [None]),
    ],
)
def test_a_pronoun_whose_person_is_unknown_is_not_the_author(
    text: str, found: list[str | None]
) -> None:
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


def test_words_in_single_marks_are_the_speaker_s() -> None:
    text = (
        "'It broke. Nobody came,' revealed Ana Duarte. 'We can't go on.' The port reported a loss."
    )
    document, _ = read(text)
    assert [s.clean for s in document.sentences] == [
        "'It broke.",
        "Nobody came,' revealed Ana Duarte.",
        "'We can't go on.'",
        "The port reported a loss.",
    ]
    assert speakers(text) == ["Ana Duarte"] * 3 + [None]


def test_a_sentence_of_nothing_but_verbs_of_saying_is_looked_at_a_bounded_number_of_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = 0
    subject = SpeakerFinder.subject

    def counted(finder: SpeakerFinder, sentence: Sentence, verb: Span) -> Speaker | None:
        nonlocal looked
        looked += 1
        return subject(finder, sentence, verb)

    monkeypatch.setattr(SpeakerFinder, "subject", counted)
    document, _ = read("He " + "said " * 5000 + "no.")
    assert 0 < looked <= 32 * len(document.sentences) < 1000


def test_a_verb_after_very_many_words_has_a_voice_all_the_same() -> None:
    # Each word between a name and its verb used to double the time.
    text = "Ana Duarte " + "falsely reportedly " * 60 + "went home, Tom Reyes said."
    document = build_document(text)
    voice = read_names(document).voices[document.sentences[0].index]
    assert voice.speaker is not None
    assert voice.speaker.name == "Tom Reyes"
    assert read_names(build_document("Ana Duarte " + "falsely " * 60 + "! said.")).voices
