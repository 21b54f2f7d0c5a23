"""What models cannot read is scored with a warning, and the warning says of what."""

from __future__ import annotations

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.warnings import Warning, WarningCode
from service.text.segmentation.builder import build_document
from tests.tasks.calls import sentiment_of, stance_of

INDONESIAN = "Walikota berbohong dan para petani kehilangan segalanya, kata juru bicara partai itu."
ENGLISH = "The mayor lied and the farmers lost everything, a spokesman of the party said to us."
TARGETS = ("Walikota",)


def codes(warnings: tuple[Warning, ...]) -> list[tuple[str, str | None]]:
    return [(w.code, w.target) for w in warnings]


async def test_verdicts_on_a_text_in_another_language_are_unsure(
    engine: FakeEngine, call: Call
) -> None:
    document = build_document(INDONESIAN)
    _, of_stance = await stance_of(document, engine, call, targets=TARGETS)
    wanted = {
        (WarningCode.LANGUAGE_UNSUPPORTED, None),
        (WarningCode.LOW_CONFIDENCE, "Walikota"),
    }
    assert set(codes(of_stance)) == wanted
    _, of_sentiment = await sentiment_of(document, engine, call, targets=TARGETS)
    assert set(codes(of_sentiment)) == wanted | {(WarningCode.LOW_CONFIDENCE, None)}


async def test_half_a_text_in_another_language_is_told(engine: FakeEngine, call: Call) -> None:
    document = build_document(f"{ENGLISH} It rained.\n\n{INDONESIAN}")
    _, warnings = await sentiment_of(document, engine, call)
    assert codes(warnings) == [(WarningCode.LANGUAGE_UNSUPPORTED, None)]
    assert "'id'" in warnings[0].message
    assert "%" in warnings[0].message


async def test_english_has_no_such_warning(engine: FakeEngine, call: Call) -> None:
    _, warnings = await sentiment_of(build_document(ENGLISH), engine, call)
    assert warnings == ()


async def test_a_target_that_shows_nothing_is_not_found(engine: FakeEngine, call: Call) -> None:
    _, warnings = await stance_of(
        build_document("It rained."), engine, call, targets=("\u200b\u00ad",)
    )
    assert codes(warnings) == [(WarningCode.TARGET_NOT_FOUND, "\u200b\u00ad")]
