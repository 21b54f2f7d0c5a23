"""The reader without a network gives outputs of the model's form."""

from __future__ import annotations

from service.inference.reader import fake_reader
from service.inference.reader.model_annotator import decode, segments_of, sentences_read
from service.text.reading import NameKind
from tests.inference.reader.tables import document_of


def test_it_reads_names_quotations_and_pronouns() -> None:
    document = document_of("Tom Reyes runs the café. “It is over,” he said.")
    outputs = fake_reader.read(segments_of(document, sentences_read(document)))
    reading = decode(document, outputs, fake_reader.HEADS)
    assert [(document.read(n.span), n.kind) for n in reading.names] == [
        ("Tom Reyes", NameKind.PERSON)
    ]
    (attribution,) = reading.attributions
    parts = (attribution.source, attribution.cue, attribution.content)
    assert [document.read(part[0]) for part in parts] == ["he", "said", "“It is over,”"]
    he = reading.references[-1]
    assert document.read(he.antecedents[0].span) == "Tom Reyes"
    assert he.antecedents[0].score > 0


def test_a_segment_without_words_has_no_tokens() -> None:
    document = document_of("")
    assert fake_reader.read(segments_of(document, [])) == []
