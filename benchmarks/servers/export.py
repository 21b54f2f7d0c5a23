"""Our fast sentiment model as a Hugging Face folder: `python -m benchmarks.servers.export`.

It has the merged base and trained tensors in fp32, so that every server loads the same weights.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from transformers import AutoTokenizer, PreTrainedModel
from transformers.utils import logging
from typer import echo

from benchmarks.servers.server import BUILD
from service.config.settings import Settings
from service.inference.models.hf_loader import build
from service.inference.models.registry import Registry

NAME = "sentiment-minilm"
FOLDER = BUILD / NAME


def export(folder: Path = FOLDER) -> Path:
    """The folder, which is written unless it has these weights. Raises `ModelFileError`."""
    registry = Registry.from_settings(Settings())
    registry.verify(NAME)
    done, sums = folder / "made-of.txt", "\n".join(registry.files(NAME).values())
    if done.exists() and done.read_text() == sums:
        return folder
    base = registry.base_folder(NAME)
    entry = registry.entries[NAME]
    loaded = build(entry, base, registry.models_dir / NAME)
    module: PreTrainedModel = loaded.module
    module.config.id2label = dict(enumerate(entry.labels))
    module.config.label2id = {label: i for i, label in enumerate(entry.labels)}
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    module.save_pretrained(folder)
    # Every version of transformers reads this tokenizer, so the files of a slow one are not needed.
    tokenizer: Any = AutoTokenizer.from_pretrained(base, local_files_only=True)
    tokenizer.model_max_length = entry.max_tokens
    tokenizer.save_pretrained(folder)
    config = json.loads((folder / "tokenizer_config.json").read_text())
    config["tokenizer_class"] = "BertTokenizerFast"
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1))
    done.write_text(sums)
    return folder


if __name__ == "__main__":
    echo(export())
