"""Names and values: what they depend on, and what they do not tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.http.operations import AnalyzeOptions, StanceOptions, SummaryOptions
from service.http.schemas.requests import TargetedDocument
from service.inference.fake import FakeEngine
from service.results.key import Keys
from service.results.seal import Unreadable, seal, unseal

KEY = b"k" * 32
DOCUMENT = TargetedDocument(text="The dam is good.", targets=["the dam"])


def name(document: Any = DOCUMENT, options: Any = None, engine: Any = None) -> str:
    return Keys(engine or FakeEngine()).of(document, options or StanceOptions()).name


def test_replicas_agree_and_the_id_of_a_document_does_not_count() -> None:
    assert name() == name(DOCUMENT.model_copy(update={"id": "wire-7"}))


def test_whatever_may_change_a_result_changes_the_name() -> None:
    newer, other, tuned = FakeEngine(), FakeEngine(), FakeEngine()
    info = newer.info("stance")
    newer._infos["stance"] = replace(info, version="1")
    other._infos["stance"] = replace(info, precision="bf16")
    tuned._infos["stance"] = replace(info, article=replace(info.article, prior=0.5))
    names = [
        name(),
        name(DOCUMENT.model_copy(update={"text": "The dam is good!"})),
        name(TargetedDocument(html="The dam is good.", targets=["the dam"])),
        name(DOCUMENT.model_copy(update={"title": "Dam"})),
        name(DOCUMENT.model_copy(update={"language": "en"})),
        name(DOCUMENT.model_copy(update={"targets": ["dam"]})),
        name(options=StanceOptions(offset_unit="utf8")),
        name(options=StanceOptions(profile="accurate")),
        name(options=StanceOptions(max_targets=3)),
        name(options=SummaryOptions()),
        name(options=AnalyzeOptions()),
        *(name(engine=engine) for engine in (newer, other, tuned)),
    ]
    assert len(set(names)) == len(names)


def test_models_whose_precision_is_known_only_after_the_start_are_asked_again() -> None:
    engine = FakeEngine()
    keys = Keys(engine)
    before = keys.of(DOCUMENT, StanceOptions())
    engine._infos["stance"] = replace(engine.info("stance"), precision="bf16")
    assert keys.of(DOCUMENT, StanceOptions()) != before


def test_name_and_secret_do_not_follow_from_each_other() -> None:
    key = Keys(FakeEngine()).of(DOCUMENT, StanceOptions())
    assert len(key.secret) == 32
    assert key.name not in key.secret.hex()
    assert "dam" not in key.name


@given(st.binary(max_size=2000))
def test_what_is_sealed_can_be_unsealed(plain: bytes) -> None:
    assert unseal(KEY, seal(KEY, plain)) == plain


def test_a_value_says_nothing_and_never_the_same() -> None:
    plain = b"The dam is good. " * 100
    one, two = seal(KEY, plain), seal(KEY, plain)
    assert one[16:] != two[16:]
    assert b"dam" not in one
    assert len(one) < len(plain) / 4


@pytest.mark.parametrize("place", [0, 15, 16, 31, 32, -1])
def test_a_changed_value_is_not_read(place: int) -> None:
    sealed = bytearray(seal(KEY, b"The dam is good."))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        unseal(KEY, bytes(sealed))


@pytest.mark.parametrize("value", [b"", b"short", seal(b"other" * 4, b"text")])
def test_what_is_none_of_ours_is_not_read(value: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(KEY, value)
