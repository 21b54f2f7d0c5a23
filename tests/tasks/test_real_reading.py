"""What the tasks say of names, references and voices as the real reader reads them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.stance import Stance
from service.text.document import Document
from service.text.reading import TextReading
from service.text.segmentation.builder import build_document
from tests.real_reading import RealReader, real_reader
from tests.tasks.calls import sentiment_of, stance_of

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealReader]:
    """The shipped reader."""
    with real_reader(tmp_path_factory.mktemp("reader")) as made:
        yield made


@dataclass(frozen=True)
class Read:
    """An annotator for a document that was read."""

    reading: TextReading

    async def annotate(self, _document: Document, _call: Call) -> TextReading:
        """The reading."""
        return self.reading


def stance(
    reader: RealReader, document: Document, *targets: str, engine: FakeEngine | None = None
) -> Stance:
    read = Read(reader.reading(document))
    asked = stance_of(document, engine or FakeEngine(), Call(), targets, annotator=read)
    return asyncio.run(asked)[0]


def mentions(reader: RealReader, document: Document, target: str) -> list[str]:
    (found,) = stance(reader, document, target).targets
    return [document.read(mention.span) for mention in found.mentions]


def test_mentions_follow_titles_surnames_and_pronouns(
    reader: RealReader, document: Document
) -> None:
    first, *others = mentions(reader, document, "Mayor Ana Duarte")
    assert first in ("Mayor Ana Duarte", "Ana Duarte")
    assert others == ["who", "her", "Duarte", "She"]


def test_the_model_reads_the_name_for_a_pronoun(reader: RealReader, document: Document) -> None:
    engine = FakeEngine()
    stance(reader, document, "Ana Duarte", engine=engine)
    assert any(w.text.startswith("Ana Duarte praised the council") for w in engine.windows)


def test_a_country_is_meant_by_its_people_and_its_capital(reader: RealReader) -> None:
    document = build_document(
        "Norwegian ships left the port on Monday. Oslo praised the crew. The Norwegians were "
        "welcome everywhere, and Norway paid for it."
    )
    assert mentions(reader, document, "Norway") == ["Norwegian", "Oslo", "Norwegians", "Norway"]


def test_a_place_where_things_happen_is_no_target(reader: RealReader) -> None:
    document = build_document(
        "Norwegian divers left the town of Brakvik on Monday. They had worked in the Tresund "
        "region for a year. Norway praised the divers in Brakvik, and Helvar Shipping praised "
        "Norway. In the Tresund region the work goes on, said Helvar Shipping."
    )
    found = {target.text for target in stance(reader, document).targets}
    assert {"Norway", "Helvar Shipping"} <= found
    assert not {"Brakvik", "Tresund", "Tresund region"} & found
    (asked,) = stance(reader, document, "Brakvik").targets  # whoever asks gets an answer
    assert asked.found


@pytest.mark.parametrize(
    "text",
    [
        "Six Just Clean Beaches marchers were held on Monday after they shut a road. Just Clean "
        "Beaches said it would be back. Police accused Just Clean Beaches of putting people in "
        "danger.",
        "Two dozen Just Clean Beaches marchers were held on Monday. JCB said it would be back. "
        "Police accused Just Clean Beaches of a crime, and JCB denied it.",
    ],
    ids=["name", "initials"],
)
def test_a_name_that_begins_like_a_sentence_is_one_target(reader: RealReader, text: str) -> None:
    found = [target.text for target in stance(reader, build_document(text)).targets]
    assert found.count("Just Clean Beaches") == 1
    assert not {"Clean Beaches", "Beaches", "JCB"} & set(found)


def test_sentences_are_of_those_who_say_them(reader: RealReader, document: Document) -> None:
    read = Read(reader.reading(document))
    result, _ = asyncio.run(sentiment_of(document, FakeEngine(), Call(), annotator=read))
    spoken = {s.holder.name for s in result.sentences if s.holder.kind == "speaker"}
    assert {"Ana Duarte", "Tom Reyes", "Traders", "the agency"} <= spoken


def test_who_speaks_is_not_within_his_own_words(reader: RealReader) -> None:
    document = build_document("Tom Reyes left. “Bert Lund won,” he said.", language="en")
    assert [p.entity.name for p in reader.names(document).pronouns] == ["Tom Reyes"]
