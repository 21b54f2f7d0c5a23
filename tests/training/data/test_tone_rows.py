"""Sentences with their tones."""

from __future__ import annotations

from models.training.data.dataset import Row
from models.training.data.tone_rows import tone_rows
from service.evaluation.whole_texts.gold import labelled
from tests.evaluation.whole_texts.samples import row


def test_a_row_for_each_sentence_with_an_agreed_tone() -> None:
    both, one = labelled(row()), labelled(row(sentence_sentiment=[None, "negative"]))
    assert tone_rows([both]) == [
        Row("The plan was shown on Monday.", None, 1, "tones"),
        Row("“The plan is a terrible failure,” said Tom Reyes.", None, 0, "tones"),
    ]
    assert [made.label for made in tone_rows([one])] == [0]


def test_the_source_tells_the_licence() -> None:
    found = [tone_rows([labelled(row(source=name))])[0].source for name in ("arc", "written")]
    assert found == ["tones_unclear", "tones_written"]


def test_a_lone_word_is_left_out() -> None:
    short = labelled(row(sentences=[[0, 3], [0, 8]]))
    assert [made.text for made in tone_rows([short])] == ["The plan"]
