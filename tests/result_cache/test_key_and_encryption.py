"""Names and values: what they depend on, and what they do not tell."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.schemas.operations import operation
from service.api.schemas.requests import TargetedDocument
from service.inference.fake_engine import FakeEngine
from service.result_cache import cipher
from service.result_cache import encryption as seals
from service.result_cache import key as keys
from service.result_cache.encryption import Unreadable, seal, unseal
from service.result_cache.key import CacheKey, CacheKeys, versions

AnalyzeOptions: Any = operation("analyze").options
StanceOptions: Any = operation("stance").options
SummaryOptions = operation("summary").options
SECRET = b"a secret of the deployment, of 44 characters"
KEY = CacheKey("name", b"k" * 32)
DOCUMENT = TargetedDocument(text="The dam is good.", targets=["the dam"])


def name(
    document: Any = DOCUMENT, options: Any = None, engine: Any = None, secret: bytes = SECRET
) -> str:
    return CacheKeys(engine or FakeEngine(), secret).of(document, options or StanceOptions()).name


@pytest.fixture(params=["AES-256-GCM-SIV", "AES-256-GCM"])
def _either_cipher(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever the OpenSSL at hand has."""
    monkeypatch.setattr(cipher, "_has_siv", lambda: request.param.endswith("SIV"))
    assert cipher.algorithm() == request.param


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
    keys = CacheKeys(engine, SECRET)
    before = keys.of(DOCUMENT, StanceOptions())
    engine._infos["stance"] = replace(engine.info("stance"), precision="bf16")
    assert keys.of(DOCUMENT, StanceOptions()) != before


def test_name_and_secret_do_not_follow_from_each_other() -> None:
    key = CacheKeys(FakeEngine(), SECRET).of(DOCUMENT, StanceOptions())
    assert len(key.secret) == 32
    assert key.name not in key.secret.hex()
    assert "dam" not in key.name


def test_another_secret_has_other_names_and_other_keys() -> None:
    other = b"another" + SECRET
    assert name() != name(secret=other)
    one, two = (CacheKeys(FakeEngine(), s).of(DOCUMENT, StanceOptions()) for s in (SECRET, other))
    assert one.secret != two.secret
    with pytest.raises(Unreadable):
        unseal(CacheKey(one.name, two.secret), seal(one, b"The dam."))


@pytest.mark.parametrize("what", ["a library", "Python", "the cipher", "the code"])
def test_what_computes_is_in_the_name(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = name()
    now = versions()
    changed = {
        "a library": ("versions", lambda: [*versions(), "tokenizers==999"]),
        "Python": ("versions", lambda: [line.replace("Python 3", "Python 4") for line in now]),
        "the cipher": ("algorithm", lambda: "AES-256-GCM"),
        "the code": ("_code", lambda: b"other code"),
    }
    monkeypatch.setattr(keys, *changed[what])
    keys._build.cache_clear()
    try:
        assert name() != before
    finally:
        monkeypatch.undo()
        keys._build.cache_clear()
    assert name() == before


def test_the_versions_are_of_all_that_is_installed() -> None:
    told = {line.partition("==")[0].lower() for line in versions()}
    libraries = {"tokenizers", "torch", "transformers", "trafilatura", "lxml", "py3langid"}
    assert libraries | {"py3langid", "numpy", "pydantic", "safetensors"} <= told
    assert versions()[0].startswith("Python 3.")


@given(st.binary(max_size=2000))
def test_what_is_sealed_can_be_unsealed(plain: bytes) -> None:
    assert unseal(KEY, seal(KEY, plain)) == plain


@pytest.mark.usefixtures("_either_cipher")
def test_a_value_says_nothing_and_never_the_same() -> None:
    plain = b"The dam is good. " * 100
    one, two = seal(KEY, plain), seal(KEY, plain)
    assert one[12:] != two[12:]
    assert b"dam" not in one
    assert len(one) < len(plain) / 4
    assert unseal(KEY, one) == unseal(KEY, two) == plain


@pytest.mark.usefixtures("_either_cipher")
@pytest.mark.parametrize("place", [0, 11, 12, 20, -16, -1])
def test_a_changed_value_is_not_read(place: int) -> None:
    sealed = bytearray(seal(KEY, b"The dam is good."))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        unseal(KEY, bytes(sealed))


@pytest.mark.usefixtures("_either_cipher")
def test_a_value_under_another_name_is_not_read() -> None:
    sealed = seal(KEY, b"The dam is good.")
    with pytest.raises(Unreadable):
        unseal(CacheKey("another name", KEY.secret), sealed)


@pytest.mark.parametrize(
    "value",
    [b"", b"short", b"x" * 28, b"x" * 1000, seal(CacheKey("name", b"other---" * 4), b"text")],
    ids=["nothing", "short", "as long as a seal", "long", "sealed with another key"],
)
def test_what_is_none_of_ours_is_not_read(value: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(KEY, value)


def test_what_would_unpack_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where it was sealed with the right key, by a replica that has gone wrong."""
    bomb = seal(KEY, bytes(seals.MOST_PLAIN + 1))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(Unreadable):
        unseal(KEY, bomb)
    assert unseal(KEY, seal(KEY, bytes(seals.MOST_PLAIN))) == bytes(seals.MOST_PLAIN)
    for broken in (zlib.compress(b"{}" * 50)[:-1], zlib.compress(b"{}") + b"more", b"no zlib"):
        monkeypatch.setattr(zlib, "compress", lambda plain, level, b=broken: b)
        with pytest.raises(Unreadable):
            unseal(KEY, seal(KEY, b""))
