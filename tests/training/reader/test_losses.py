"""The losses are low for right outputs and high for wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from models.training.reader import losses
from models.training.reader.batches import Batch, WindowOf, collate
from models.training.reader.labels.references import UNKNOWN
from models.training.reader.network import HEADS
from service.inference.segments.windows import TokenRange
from tests.training.reader import samples


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    made = samples.documents(samples.tokenizer(tmp_path), 2)
    return collate([WindowOf(one, TokenRange(0, len(one))) for one in made], 2, 3)


def nothing(batch: Batch) -> dict[str, Tensor]:
    return {head.name: torch.zeros(*batch.ids.shape, head.size) for head in HEADS}


def sure(batch: Batch, columns: Tensor, head: str) -> dict[str, Tensor]:
    outputs = nothing(batch)
    known = columns.clamp(min=0)[..., None]
    outputs[head].scatter_(2, known, 20.0)
    return outputs


def test_the_right_tags_cost_nothing(batch: Batch) -> None:
    assert losses.tag_loss(sure(batch, batch.tags, "attribution"), batch) < 1e-3
    wrong = sure(batch, (batch.tags + 1) % 7, "attribution")
    assert losses.tag_loss(wrong, batch) > 10


def test_the_right_names_cost_nothing_and_unknown_may_be_any_nominal(batch: Batch) -> None:
    assert UNKNOWN in batch.columns
    right = sure(batch, batch.columns, "mention")
    assert losses.name_loss(right, batch) < 1e-3
    nominal = sure(batch, torch.where(batch.columns == UNKNOWN, 9, batch.columns), "mention")
    assert losses.name_loss(nominal, batch) < 1e-3
    name = sure(batch, torch.where(batch.columns == UNKNOWN, 1, batch.columns), "mention")
    assert losses.name_loss(name, batch) > 5


def test_a_link_to_the_right_source_costs_nothing(batch: Batch) -> None:
    outputs = nothing(batch)
    chance = losses.source_loss(outputs, batch)
    outputs["source_query"][..., 0] = outputs["source_key"][..., 0] = 10.0
    assert losses.source_loss(outputs, batch) < 1e-3 < chance  # there is one source


@pytest.mark.parametrize(("sign", "low"), [(1.0, True), (-1.0, False)], ids=["right", "wrong"])
def test_a_pronoun_has_the_antecedent_of_its_referent(batch: Batch, sign: float, low: bool) -> None:
    outputs = nothing(batch)
    name, nominal, pronoun = (mention.token for mention in batch.mentions[0] or ())
    query, key = outputs["antecedent_query"][0], outputs["antecedent_key"][0]
    query[nominal, 0] = -10.0  # nobody before is the same
    key[name, 0] = 10.0
    query[pronoun, 1] = sign * 10.0
    key[nominal, 1] = 10.0
    found = losses.antecedent_loss(outputs, batch).item()
    assert (found < 1e-3) is low


def test_a_batch_without_labels_costs_nothing(tmp_path: Path) -> None:
    bare = samples.document(samples.tokenizer(tmp_path), whole=False)
    batch = collate([WindowOf(bare, TokenRange(0, len(bare)))], 2, 3)
    found = losses.losses(nothing(batch), batch)
    assert [loss.item() for loss in (found.tags, found.sources, found.antecedents)] == [0, 0, 0]
    assert found.names > 0


def test_attributions_can_be_learnt_alone(batch: Batch) -> None:
    outputs = nothing(batch)
    found = losses.losses(outputs, batch, attributions_only=True)
    assert [found.names.item(), found.antecedents.item()] == [0, 0]
    whole = losses.losses(outputs, batch)
    assert whole.total() > found.total() > 0
