"""Tags and owners of tokens from attributions."""

from __future__ import annotations

from pathlib import Path

from models.training.reader.labels import attributions
from models.training.reader.labels.attributions import NOBODY, Parts
from models.training.reader.tokens import tokens_of
from service.inference.reader.attributions import LABELS
from tests.training.reader import samples

TEXT = "the mayor closes the road. the council opens a harbour and the road."


def span(words: str, start: int = 0) -> tuple[int, int]:
    begin = TEXT.index(words, start)
    return begin, begin + len(words)


def test_tokens_have_the_tags_of_their_part(tmp_path: Path) -> None:
    tokens = tokens_of(TEXT, samples.tokenizer(tmp_path))
    first = Parts([span("the mayor")], [span("closes")], [span("the road")])
    second = Parts([], [], [span("opens a"), span("harbour and"), span("the road", 40)])
    tags, owners = attributions.label(tokens, len(TEXT), [first, second])
    words = [TEXT[b:e] for b, e in tokens.spans.tolist()]
    told = [(word, LABELS[tag]) for word, tag in zip(words, tags, strict=True)]
    assert told[:6] == [
        ("the", "B-source"), ("mayor", "I-source"), ("closes", "B-cue"), ("the", "B-content"),
        ("road", "I-content"), (".", "O"),
    ]  # fmt: skip
    # Spans of one part that touch are one.
    assert [tag for _, tag in told[6:]] == ["O", "O", "B-content", *["I-content"] * 5, "O"]
    assert owners == [0] * 5 + [NOBODY] * 3 + [1] * 6 + [NOBODY]


def test_a_content_over_two_sentences_begins_anew_in_the_second(tmp_path: Path) -> None:
    tokens = tokens_of(TEXT, samples.tokenizer(tmp_path))
    whole = Parts([], [], [(0, len(TEXT))])
    tags, owners = attributions.label(tokens, len(TEXT), [whole])
    begins = [i for i, tag in enumerate(tags) if LABELS[tag] == "B-content"]
    assert begins == tokens.starts[:-1].tolist()
    assert len(begins) == 2
    assert set(owners) == {0}


def test_a_row_of_a_set_is_read() -> None:
    (found,) = attributions.from_rows([{"source": [[0, 3]], "cue": [], "content": [[5, 9]]}])
    assert found == Parts([(0, 3)], [], [(5, 9)])
