"""Pairs in either order, and as one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from service.inference.backends.tokenization import encode, for_posted_texts, read_tokenizer
from service.inference.protocol import Window
from tests.inference import tiny

TEXT, TARGET = "the council closes the road", "mayor"
TEMPLATE = "the {text} [SEP] {target} of"


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    root = tmp_path_factory.mktemp("tiny")
    tiny.make(root)
    return read_tokenizer(root / "cache" / tiny.BASE)


def test_the_order_of_a_pair(tokenizer: Tokenizer) -> None:
    (first,) = encode(tokenizer, [Window(TEXT, TARGET)], 32)
    (last,) = encode(tokenizer, [Window(TEXT, TARGET)], 32, target_first=False)
    assert list(first.ids) == tokenizer.encode(TARGET, TEXT).ids
    assert list(last.ids) == tokenizer.encode(TEXT, TARGET).ids
    assert first.weight == last.weight == 5


def test_a_template_makes_one_text_of_a_pair(tokenizer: Tokenizer) -> None:
    (piece,) = encode(tokenizer, [Window(TEXT, TARGET)], 32, template=TEMPLATE)
    assert list(piece.ids) == tokenizer.encode(f"the {TEXT} [SEP] {TARGET} of").ids
    assert set(piece.type_ids) == {0}


def test_a_long_text_is_repeated_in_the_template_piece_by_piece(tokenizer: Tokenizer) -> None:
    words = (tiny.WORDS * 6)[:90]
    pieces = encode(tokenizer, [Window(" ".join(words), TARGET)], 32, template=TEMPLATE)
    assert len(pieces) > 3
    assert {piece.owner for piece in pieces} == {0}
    for piece in pieces:
        assert len(piece) <= 32
        assert tokenizer.decode(list(piece.ids)).endswith("mayor of")
    found = [tokenizer.decode(list(p.ids)).split() for p in pieces]
    assert found[0][1:11] == words[:10]
    assert words[-3:] == found[-1][-5:-2]


@given(
    text=st.lists(st.sampled_from(tiny.WORDS), max_size=60).map(" ".join),
    target=st.lists(st.sampled_from(tiny.WORDS), min_size=1, max_size=40).map(" ".join),
)
def test_no_piece_is_longer_than_the_model(tokenizer: Tokenizer, text: str, target: str) -> None:
    for options in ({}, {"target_first": False}, {"template": TEMPLATE}):
        pieces = encode(tokenizer, [Window(text, target)], 32, **options)
        assert pieces
        assert max(map(len, pieces)) <= 32


def test_special_tokens_of_a_posted_text_are_only_text(tokenizer: Tokenizer) -> None:
    window = Window("the [SEP] road", "good [CLS]")
    separator = tokenizer.token_to_id("[SEP]")
    (piece,) = encode(for_posted_texts(tokenizer, None), [window], 32)
    assert piece.ids.count(separator) == 2
    assert piece.ids.count(tokenizer.token_to_id("[CLS]")) == 1
    (piece,) = encode(for_posted_texts(tokenizer, TEMPLATE), [window], 32, template=TEMPLATE)
    assert piece.ids.count(separator) == 2  # of the template, and at the end
    assert piece.ids.count(tokenizer.token_to_id("[CLS]")) == 1


def test_braces_of_a_posted_text_are_only_text(tokenizer: Tokenizer) -> None:
    (piece,) = encode(tokenizer, [Window("{target} road", "{text}")], 32, template=TEMPLATE)
    assert list(piece.ids) == tokenizer.encode("the {target} road [SEP] {text} of").ids
