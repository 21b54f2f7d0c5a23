"""The figures of outputs that are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.training.reader import figures
from models.training.reader.documents import LabelledDocument
from models.training.reader.network import HEADS, Reader
from models.training.reader.tokens import text_marks
from service.inference.backends.tokenization import read_tokenizer
from service.inference.token_outputs import columns_of, width_of
from tests.training.reader import samples


def right_values(document: LabelledDocument) -> figures.Values:
    values = np.zeros((len(document), width_of(HEADS)), dtype=np.float32)
    assert document.attributions is not None
    for head, gold in (
        ("attribution", document.attributions.tags),
        ("mention", document.references.columns),
    ):
        values[np.arange(len(gold)), columns_of(HEADS, head).start + np.array(gold)] = 5.0
    _, nominal, pronoun = (m.token for m in document.references.mentions or ())
    values[pronoun, columns_of(HEADS, "antecedent_query").start] = 1.0
    values[nominal, columns_of(HEADS, "antecedent_key").start] = 1.0
    return values


def test_right_outputs_have_full_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = samples.base(tmp_path)
    tokenizer = read_tokenizer(base)
    document, marks = samples.document(tokenizer), text_marks(tokenizer)
    model = Reader(base)
    assert figures.values_of(model, document, marks).shape == (len(document), width_of(HEADS))
    values = right_values(document)
    monkeypatch.setattr(figures, "values_of", lambda *_: values)
    found = figures.token_f1(model, [document], marks)
    assert found == dict.fromkeys(
        ("antecedents of pronouns", "content", "cue", "nominal", "person", "source"), 1.0
    )
    values[:, columns_of(HEADS, "mention").start] = 9.0  # no name anywhere
    values[:, columns_of(HEADS, "antecedent_key")] *= -1
    found = figures.token_f1(model, [document], marks)
    assert (found["person"], found["nominal"], found["antecedents of pronouns"]) == (0, 0, 0)
    assert found["content"] == 1.0
