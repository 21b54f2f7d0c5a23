"""Segments become windows of tokens, and rows of windows the outputs of segments again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from service.inference.segments.tokenise import SegmentTokens, tokenise_segments
from service.inference.token_outputs import Segment
from tests.inference import tiny

TEXTS = ("The council closes THE road", "", "Mayor is good", "harbour  road", "very bad and bad")


@pytest.fixture
def tokenizer(tmp_path: Path) -> Tokenizer:
    tiny.make(tmp_path)
    made = Tokenizer.from_file(str(tmp_path / "cache" / tiny.BASE / "tokenizer.json"))
    made.no_truncation()
    return made


def tokens_of(tokenizer: Tokenizer, texts: tuple[str, ...] = TEXTS, **given: bool) -> SegmentTokens:
    segments = [Segment(text, opens_block=text.startswith("Mayor")) for text in texts]
    return tokenise_segments(tokenizer, segments, 10, context=3, **{"typed": True, **given})


def test_windows_have_special_tokens_and_types(tokenizer: Tokenizer) -> None:
    tokens = tokens_of(tokenizer)
    assert tokens.starts.tolist() == [0, 5, 5, 8, 10, 14]
    assert tokens.windows == ((0, 8), (5, 10), (8, 14))
    ids = {word: number for word, number in tokenizer.get_vocab().items()}
    first, second, _ = tokens.pieces
    words = "[CLS] the council closes the road mayor is good [SEP]".split()
    assert first.ids == tuple(ids[word] for word in words)
    assert first.type_ids == (0, 1, 0, 0, 2, 0, 4, 0, 0, 0)
    assert second.type_ids == (0, 4, 0, 0, 0, 0, 0)
    assert [piece.owner for piece in tokens.pieces] == [0, 1, 2]
    assert max(map(len, tokens.pieces)) <= 10


def test_types_are_zero_unless_they_are_wanted(tokenizer: Tokenizer) -> None:
    assert {t for p in tokens_of(tokenizer, typed=False).pieces for t in p.type_ids} == {0}


def test_spans_are_those_of_the_segments_text(tokenizer: Tokenizer) -> None:
    tokens = tokens_of(tokenizer)
    rows = [np.array([[i] for i in piece.ids], dtype=np.float32) for piece in tokens.pieces]
    outputs = tokens.outputs(rows, 1)
    assert len(outputs) == len(TEXTS)
    for text, output in zip(TEXTS, outputs, strict=True):
        words = [text[begin:end] for begin, end in output.spans]
        assert words == text.split()
        # Each row's value is the id of its own token: nothing is shifted by special tokens.
        named = [tokenizer.id_to_token(int(number)) for number in output.values[:, 0]]
        assert named == text.lower().split()


def test_offsets_count_code_points(tokenizer: Tokenizer) -> None:
    tokens = tokens_of(tokenizer, ("🙂🙂 the Mayör",))
    assert tokens.spans.tolist() == [[0, 2], [3, 6], [7, 12]]
    assert tokens.spans.dtype == np.int32


@pytest.mark.parametrize("texts", [(), ("",), ("", " ")], ids=["none", "empty", "blank"])
def test_nothing_to_read(tokenizer: Tokenizer, texts: tuple[str, ...]) -> None:
    tokens = tokens_of(tokenizer, texts)
    assert tokens.pieces == ()
    outputs = tokens.outputs([], 4)
    assert [(o.spans.shape, o.values.shape) for o in outputs] == [((0, 2), (0, 4))] * len(texts)
