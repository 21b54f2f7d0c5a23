"""What a model of the task "reader" must have, which its manifest is checked for."""

from __future__ import annotations

import pytest

from service.inference.protocol import Head
from service.inference.reader.fake_reader import HEADS
from service.inference.reader.model_annotator import READER

WITHOUT_KEY = HEADS[:2] + HEADS[3:]
TURNED = (Head("attribution", 7, HEADS[0].labels[::-1]), *HEADS[1:])
FEWER = tuple(Head("mention", 3, h.labels[:3]) if h.name == "mention" else h for h in HEADS)


def test_a_reader_with_all_heads_suits() -> None:
    assert READER.fault("tokens", (), HEADS) is None
    assert READER.fault("tokens", (), (*HEADS, Head("more", 2))) is None


@pytest.mark.parametrize(
    ("heads", "fault"),
    [
        (WITHOUT_KEY, "`[[heads]]` must have 'source_key' for the task reader"),
        (TURNED, "`labels` of the head 'attribution' must be ['O', 'B-source'"),
        (FEWER, "`labels` of the head 'mention' must be ['O', 'B-person'"),
        ((), "must have 'antecedent_key'"),
    ],
    ids=["no key", "labels turned", "labels left out", "no heads"],
)
def test_others_are_refused_with_the_reason(heads: tuple[Head, ...], fault: str) -> None:
    assert fault in (READER.fault("tokens", (), heads) or "")


def test_a_classifier_is_no_reader() -> None:
    assert READER.fault("classifier", ("a", "b")) == "a classifier cannot serve the task reader"
