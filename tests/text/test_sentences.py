"""A long text of any script is split in parts that show nowhere."""

from __future__ import annotations

import pytest

from service.text import sentences
from service.text.document import Span
from service.text.sentences import split

LATIN = "The Zürich council met again yesterday afternoon. Gov. Müller said “no” to a deal. "
SCRIPTS = [
    LATIN,
    "这是一个句子。她说：“不行！”然后离开了。",
    "😀 Everything happened quickly. Nobody “saw” it. ",
]


@pytest.mark.parametrize("sample", SCRIPTS)
def test_parts_do_not_show(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sample * 40
    whole = split(text, Span(0, len(text)))
    monkeypatch.setattr(sentences, "_PART", 300)
    assert split(text, Span(0, len(text))) == whole


def test_the_splitter_never_sees_a_long_text_of_another_script(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []

    def segment(language: str, text: str) -> list[str]:
        seen.append(len(text))
        return [text]

    monkeypatch.setattr(sentences.sentencex, "segment", segment)
    text = "这是" * 100_000
    split(text, Span(0, len(text)))
    assert sum(seen) == len(text)
    assert max(seen) <= 2 * sentences._PART


def test_sentences_that_go_on_are_looked_at_by_their_ends_only() -> None:
    # Each belongs to what stands before it, which used to be read from its start each time.
    text = "Gov. " + "Gen. Smith met Gov. " * 3000
    found = split(text, Span(0, len(text)))
    assert found[0].begin == 0
    assert found[-1].end == len(text.rstrip())
    assert all(len(s) <= sentences.LONGEST for s in found)
