"""Training reads the same tokens as the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.training.reader.tokens import text_marks, tokens_of
from service.inference.reader.model_annotator import segments_of
from service.inference.segments.tokenise import tokenise_segments
from service.text.segmentation.builder import build_document
from tests.training.reader import samples

TEXT = "The MAYOR closes the road.\n\nThe  council was\nbad. It was good."


def test_ids_and_types_are_those_of_the_service(tmp_path: Path) -> None:
    tokenizer = samples.tokenizer(tmp_path)
    found = tokens_of(TEXT, tokenizer)
    document = build_document(TEXT, language="en")
    segments = segments_of(document, document.sentences)
    (piece,) = tokenise_segments(tokenizer, segments, 60, context=0, typed=True).pieces
    before, after = text_marks(tokenizer)
    assert (before, *found.ids.tolist(), after) == piece.ids
    assert (0, *found.types.tolist(), 0) == piece.type_ids
    assert max(piece.type_ids) == 4  # a capitalised word that opens a block


def test_spans_are_those_of_the_text_as_it_was_given(tmp_path: Path) -> None:
    found = tokens_of(TEXT, samples.tokenizer(tmp_path))
    words = [TEXT[begin:end] for begin, end in found.spans.tolist()]
    assert words == TEXT.replace(".", " .").split()
    assert [words[i] for i in found.starts[:-1]] == ["The", "The", "It"]
    assert found.starts[-1] == len(words)


def test_an_empty_text_has_no_tokens(tmp_path: Path) -> None:
    found = tokens_of("", samples.tokenizer(tmp_path))
    assert (len(found.ids), found.spans.shape, found.starts.tolist()) == (0, (0, 2), [0])


def test_a_tokenizer_without_marks_is_refused(tmp_path: Path) -> None:
    tokenizer = samples.tokenizer(tmp_path)
    bare = tokenizer.from_str(tokenizer.to_str().replace("[CLS]", "[BEG]"))
    with pytest.raises(ValueError, match="CLS"):
        text_marks(bare)
