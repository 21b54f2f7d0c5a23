"""Windows and batches of documents."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from models.training.reader.batches import ATTRIBUTIONS_ONLY, Mix, WindowOf, collate, one_pass
from models.training.reader.documents import LabelledDocument
from models.training.reader.labels.attributions import NOBODY
from models.training.reader.labels.references import IGNORED
from service.inference.segments.windows import TokenRange
from tests.training.reader import samples


@pytest.fixture
def made(tmp_path: Path) -> list[LabelledDocument]:
    return samples.documents(samples.tokenizer(tmp_path), 40)


def times(batches: list[list[WindowOf]]) -> Counter[str]:
    return Counter(window.document.set for batch in batches for window in batch)


def test_documents_are_read_as_often_as_the_mix_says(made: list[LabelledDocument]) -> None:
    found = times(one_pass(made, Mix(referred=3, named=0.5), random.Random(1)))
    assert found["polnear"] == 60
    assert 4 <= found["labelled"] <= 16  # of 20, half on average
    assert times(one_pass(made, ATTRIBUTIONS_ONLY, random.Random(1))) == {"polnear": 20}


def test_windows_cover_each_document(made: list[LabelledDocument]) -> None:
    batches = one_pass(made[:1], Mix(referred=1, most=9, context=2, batch=2), random.Random(2))
    windows = [window for batch in batches for window in batch]
    assert max(map(len, batches)) <= 2
    assert max(map(len, windows)) <= 9
    covered = {at for window in windows for at in range(*window.tokens)}
    assert covered == set(range(len(made[0])))


def test_the_order_depends_on_the_seed_only(made: list[LabelledDocument]) -> None:
    def order(seed: int) -> list[list[str]]:
        batches = one_pass(made, Mix(), random.Random(seed))
        return [[window.document.id for window in batch] for batch in batches]

    assert order(3) == order(3)
    assert order(3) != order(4)


def test_a_batch_has_the_labels_at_its_tokens(made: list[LabelledDocument]) -> None:
    document, bare = made[0], made[1]
    assert document.attributions is not None
    windows = [WindowOf(document, TokenRange(5, 12)), WindowOf(bare, TokenRange(0, 3))]
    batch = collate(windows, 2, 3)
    assert batch.ids.shape == (2, 9)
    assert batch.ids[0].tolist() == [2, *document.tokens.ids[5:12].tolist(), 3]
    assert batch.ids[1, 4:].tolist() == [3, 0, 0, 0, 0]
    assert batch.mask.sum(dim=1).tolist() == [9, 5]
    assert batch.types[0, 1:8].tolist() == document.tokens.types[5:12].tolist()
    assert batch.tags[0].tolist() == [IGNORED, *document.attributions.tags[5:12], IGNORED]
    assert batch.owners[0, 1:8].tolist() == document.attributions.owners[5:12]
    assert set(batch.tags[1].tolist()) == {IGNORED}
    assert set(batch.owners[1].tolist()) == {NOBODY}
    assert batch.columns[1, 1:4].tolist() == bare.references.columns[:3]
    inside = [m for m in document.references.mentions or () if 5 <= m.token < 12]
    assert [m.token for m in batch.mentions[0] or ()] == [m.token - 4 for m in inside]
    assert batch.mentions[1] is None
