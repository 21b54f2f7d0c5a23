"""Short texts that are surely their author's, by their words and as the real reader has it."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest

from service.config.settings import Settings
from service.inference.engine import LocalEngine
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.text.attribution.own_words import is_the_authors
from service.text.attribution.voices import AUTHOR
from service.text.document import Document
from service.text.segmentation.builder import build_document

OWN = (
    "The soup was cold and the bread was stale.",
    "It broke after a week.",
    "I would buy it again.",
    "The new bridge is a waste of money. The road was fine.",
    "Great value for the price!",
)
OTHERS = (
    "The mayor said the bridge is a waste of money.",
    "“A waste of money.”",
    "Smith: a waste of money.",
    "The bridge, to Smith, is a waste of money.",
    "According to a poll, the bridge is a waste of money.",
    "They are against the bridge.",
    "Critics find the bridge ugly.",
    "it is a waste of money.",
    "THE BRIDGE IS A WASTE OF MONEY.",
    "Anna is against the bridge.",
    "The bridge is old. The road is bad. The quay is closed.",
    "El puente es un desperdicio de dinero y la carretera es mala.",
    "'A waste of money', in short.",
    "The bridge is a waste of money — Reyes.",
    "",
)
THINGS = (
    "The soup", "The hotel room", "This camera", "The battery", "A new bridge", "The old harbour",
    "The second season", "The service", "Our train", "The garden behind the house",
    "The tax on sugar", "The price of bread", "My keyboard", "The winter sale", "The app",
)  # fmt: skip
VERDICTS = (
    "was cold and dull.", "is far too expensive.", "broke after two weeks.", "works very well.",
    "was a complete waste of time.", "will cost millions.", "looks cheap but lasts for years.",
    "has become worse since the spring.", "is the best in town.", "was late again.",
    "does more harm than good.", "did not fit.", "gets better every year.", "is open until nine.",
    "fell by two percent in May.", "should never have been built.", "comes with a small charger.",
    "ended in chaos.", "smells of fish.", "can be repaired in an hour.",
)  # fmt: skip


def document(text: str) -> Document:
    """The text as sentiment gets it."""
    return build_document(text, language="en") if text.isascii() else build_document(text)


@pytest.mark.parametrize("text", OWN)
def test_plain_statements_are_the_authors(text: str) -> None:
    assert is_the_authors(document(text))


@pytest.mark.parametrize("text", OTHERS)
def test_any_sign_of_somebody_else_leaves_it_open(text: str) -> None:
    assert not is_the_authors(build_document(text))


async def test_no_model_is_asked_for_voices_of_such_a_text() -> None:
    engine = FakeEngine()
    annotations = Annotations(document(OWN[0]), engine, Call())
    assert await annotations.voices() == {0: AUTHOR}
    assert engine.segments == []
    assert (await annotations.names()).voices == {0: AUTHOR}
    assert len(engine.segments) == 1
    assert await annotations.voices() == {0: AUTHOR}


async def test_the_reader_is_asked_where_it_may_matter() -> None:
    engine = FakeEngine()
    annotations = Annotations(document(OTHERS[0]), engine, Call())
    assert (await annotations.voices())[0].quoted
    assert len(engine.segments) == 1


@pytest.mark.models
async def test_the_real_reader_gives_no_other_answer() -> None:
    texts = [*OWN, *(f"{thing} {verdict}" for thing, verdict in product(THINGS, VERDICTS))]
    documents = [document(text) for text in texts]
    spared = [own for own in documents if is_the_authors(own)]
    assert len(spared) > 0.9 * len(texts)
    engine = LocalEngine.from_settings(Settings(_env_file=None, profiles=["fast"]), tune=False)
    await engine.start()
    try:
        names = await asyncio.gather(*(Annotations(own, engine, Call()).names() for own in spared))
    finally:
        await engine.stop()
    asked = {
        own.text: found.voices
        for own, found in zip(spared, names, strict=True)
        if any(voice != AUTHOR for voice in found.voices.values())
    }
    assert asked == {}
