"""What a text is about, found in it: subjects, not those it passes."""

from __future__ import annotations

from service.tasks.annotations import read_names
from service.tasks.targeted.phrases import find_phrases, repeated
from service.tasks.targeted.salient_entities import entities_of
from service.text.segmentation.builder import build_document

_LONG = (
    "The harbour board closed the quay on Monday. The harbour board says it is unsafe. "
    "Boats lie at anchor in the bay. Nobody was hurt. The Quay Union is angry. "
    "The Quay Union wants work. {} It rained all day. Gulls cried. The harbour board met again."
)


def discovered(sentence: str) -> list[str]:
    """Entities of an article that holds the sentence in its middle."""
    document = build_document(_LONG.format(sentence), language="en")
    return [t.text for t in entities_of(document, read_names(document))]


def test_who_recurs_is_discovered() -> None:
    assert discovered("The Quay Union struck.") == ["Quay Union"]


def test_a_public_figure_named_once_in_passing_is_not() -> None:
    assert discovered("It echoes a claim of Senator Ana Duarte.") == ["Quay Union"]
    assert discovered("It echoes a claim of Vice President Ana Duarte.") == ["Quay Union"]
    assert "Ana Duarte" in discovered("Ana Duarte came. Senator Ana Duarte left in a rage.")


def test_the_head_of_a_state_is_even_so() -> None:
    assert "Ana Duarte" in discovered("It echoes a claim of President Ana Duarte.")
    assert "Tom Reyes" in discovered("A visit by Prime Minister Tom Reyes ended the strike.")


def test_neither_is_who_was_told_nor_where_somebody_is_from() -> None:
    assert discovered("He told Channel Nine. He told Channel Nine more.") == ["Quay Union"]
    found = discovered("They met Rep. Ana Duarte of Oregon. They met Sen. Tom Reyes of Oregon.")
    assert "Oregon" not in found


def test_nor_is_a_common_word_with_a_capital() -> None:
    found = discovered(
        "He read the Freight and Quays Act. The Freight Act is on freight and freight."
    )
    assert "Freight" not in found


def test_phrases_are_whole_and_no_verbs() -> None:
    text = "It went viral. They kept harassing members of the board. The tax cut failed. "
    document = build_document(text * 2, language="en")
    found = repeated(find_phrases(document, read_names(document).words), least=2)
    assert list(found) == ["tax cut"]


def test_a_rewording_stands_within_a_clause() -> None:
    text = "They left Portvale, said a man who knows drone operations. The operation in Portvale."
    document = build_document(text, language="en")
    mentions = read_names(document).mentions.find("Portvale operation")
    assert [document.read(m.span) for m in mentions] == ["operation in Portvale"]


def test_who_speaks_is_not_within_his_own_words() -> None:
    names = read_names(build_document("Tom Reyes left. “Bert Lund won,” he said.", language="en"))
    assert [p.entity.name for p in names.pronouns] == ["Tom Reyes"]
