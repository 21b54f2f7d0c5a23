"""Writes a trained reader as the service loads it.

python -m models.training.reader.export WORK/second --documents WORK --base BASE
python -m models.training.install WORK/second models/reader-minilm
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from models.training.fitting import provenance
from models.training.fitting.checkpoint import trained_tensors
from models.training.reader import documents, network
from models.training.reader.documents import LabelledDocument
from models.training.reader.network import HEADS, QUERIES, Reader, scale_of
from service.inference.token_outputs import columns_of

WEIGHTS = "weights.safetensors"


def tensors(model: Reader) -> dict[str, Tensor]:
    """The trained tensors in fp16, the encoder's by the names of its base.

    Queries are multiplied by the scale of their product, so that the service need not know it.
    """
    found = {
        name.removeprefix("bert."): tensor.detach().float().clone()
        for name, tensor in trained_tensors(model).items()
    }
    for name in QUERIES:
        for part in ("heads.weight", "heads.bias"):
            found[part][columns_of(HEADS, name)] *= scale_of(name)
    return {name: tensor.to(torch.float16).contiguous() for name, tensor in found.items()}


def training_sets(labelled: Iterable[LabelledDocument]) -> list[dict[str, Any]]:
    """The `[[training]]` entries: the texts of each set, and how many have our references."""
    counts: Counter[str] = Counter()
    for document in labelled:
        counts[document.set] += 1
        counts["references"] += document.kind == "labels"
    return provenance.counted(counts)


def write(model: Reader, out: Path, facts: Mapping[str, Any]) -> None:
    """`weights.safetensors` and `result.json` for `install`."""
    save_file(tensors(model), out / WEIGHTS)
    (out / "result.json").write_text(json.dumps(facts, indent=2) + "\n")


def main() -> None:
    """Export the last state of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    for name in ("documents", "base"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    model = Reader(given.base)
    network.restore(model, torch.load(given.run / "state.pt", weights_only=True)["model"])
    labelled = documents.read(given.documents / "documents.jsonl")
    write(
        model,
        given.run,
        {
            **json.loads((given.run / "figures.json").read_text()),
            "recipe": json.loads((given.run / "recipe.json").read_text()),
            "training": training_sets(labelled),
        },
    )


if __name__ == "__main__":
    main()
