"""What models cannot read is scored with a warning, and the warning says of what."""

from __future__ import annotations

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.options import SentimentOptions, StanceOptions, TargetSpec
from service.tasks.results import Warn, WarningCode
from service.tasks.sentiment import detect_sentiment
from service.tasks.stance import detect_stance
from service.text.segmentation.builder import build_document

INDONESIAN = "Walikota berbohong dan para petani kehilangan segalanya, kata juru bicara partai itu."
ENGLISH = "The mayor lied and the farmers lost everything, a spokesman of the party said to us."
TARGETS = (TargetSpec("Walikota"),)


def codes(warnings: tuple[Warn, ...]) -> list[tuple[WarningCode, str | None]]:
    return [(w.code, w.target) for w in warnings]


async def test_verdicts_on_a_text_in_another_language_are_unsure(
    engine: FakeEngine, call: Call
) -> None:
    document = build_document(INDONESIAN)
    stance = await detect_stance(document, StanceOptions(TARGETS), engine, call)
    wanted = {
        (WarningCode.LANGUAGE_UNSUPPORTED, None),
        (WarningCode.LOW_CONFIDENCE, "Walikota"),
    }
    assert set(codes(stance.warnings)) == wanted
    sentiment = await detect_sentiment(document, SentimentOptions(TARGETS), engine, call)
    assert set(codes(sentiment.warnings)) == wanted | {(WarningCode.LOW_CONFIDENCE, None)}


async def test_half_a_text_in_another_language_is_told(engine: FakeEngine, call: Call) -> None:
    document = build_document(f"{ENGLISH} It rained.\n\n{INDONESIAN}")
    result = await detect_sentiment(document, SentimentOptions(), engine, call)
    assert codes(result.warnings) == [(WarningCode.LANGUAGE_UNSUPPORTED, None)]
    assert "'id'" in result.warnings[0].message
    assert "%" in result.warnings[0].message


async def test_english_has_no_such_warning(engine: FakeEngine, call: Call) -> None:
    result = await detect_sentiment(build_document(ENGLISH), SentimentOptions(), engine, call)
    assert result.warnings == ()


async def test_a_target_that_shows_nothing_is_not_found(engine: FakeEngine, call: Call) -> None:
    options = StanceOptions((TargetSpec("\u200b\u00ad"),))
    result = await detect_stance(build_document("It rained."), options, engine, call)
    assert codes(result.warnings) == [(WarningCode.TARGET_NOT_FOUND, "\u200b\u00ad")]
