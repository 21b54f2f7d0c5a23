"""Tunes the writer with low-rank adapters on the upper layers.

    python -m models.training.writer.train --data DATA --base BASE --out WORK [--minutes 40]

BASE is what `convert` wrote. The loss is on the abstract alone. One thread by default, since it is
meant to run beside other work.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from models.training.fitting import adapter
from models.training.writer.rows import PROMPT, AbstractRow, train_rows

RANK, SCALE, LOWEST = 32, 2.0, 15  # of 30 layers; no gradient has to reach those below
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PASSES = 2
RATE, WARM, TOGETHER = 3e-4, 8, 4  # peak learning rate, steps to reach it, rows of a step
END = "<|im_end|>"


def wrapped(base: Path) -> Any:
    """The base with adapters, in fp32."""
    network = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, local_files_only=True)
    config = LoraConfig(
        r=RANK,
        lora_alpha=int(SCALE * RANK),
        target_modules=TARGETS,
        layers_to_transform=list(range(LOWEST, network.config.num_hidden_layers)),
        task_type="CAUSAL_LM",
    )
    with warnings.catch_warnings():
        # peft 0.21 still asks transformers 5 by a deprecated name.
        warnings.simplefilter("ignore", FutureWarning)
        return get_peft_model(network, config)


def loss_of(network: Any, tokenizer: Tokenizer, row: AbstractRow) -> torch.Tensor:
    """Cross-entropy of the abstract and its end, given the prompt."""
    words = -(-len(row.abstract.split()) // 10) * 10
    prompt = tokenizer.encode(PROMPT.format(text=row.text, words=words)).ids
    target = tokenizer.encode(row.abstract + END, add_special_tokens=False).ids
    inner = network.base_model.model
    ids = torch.tensor([prompt + target])
    hidden = inner.model(input_ids=ids).last_hidden_state[0, len(prompt) - 1 : -1]
    found: torch.Tensor = torch.nn.functional.cross_entropy(
        inner.lm_head(hidden), torch.tensor(target)
    )
    return found


def train(rows: list[AbstractRow], base: Path, out: Path, minutes: float, seed: int) -> None:
    """Two passes over the rows in random order, or as far as the time goes."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    rows = [row for _ in range(PASSES) for row in order.sample(rows, len(rows))]
    network, tokenizer = wrapped(base), Tokenizer.from_file(str(base / "tokenizer.json"))
    free = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(free, lr=RATE, weight_decay=0.0)
    began, steps, losses = time.monotonic(), len(rows) // TOGETHER, []
    for step in range(steps):
        gone = max(step / steps, (time.monotonic() - began) / (60 * minutes))
        if gone >= 1:
            break
        rate = RATE * min(1.0, (step + 1) / WARM) * 0.5 * (1 + math.cos(math.pi * gone))
        for group in optimizer.param_groups:
            group["lr"] = rate
        for row in rows[step * TOGETHER : (step + 1) * TOGETHER]:
            loss = loss_of(network, tokenizer, row) / TOGETHER
            loss.backward()  # type: ignore[no-untyped-call]
            losses.append(float(loss.detach()) * TOGETHER)
        torch.nn.utils.clip_grad_norm_(free, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        recent = losses[-40:]
        print(f"{step + 1}/{steps} {sum(recent) / len(recent):.3f} {rate:.1e}", flush=True)  # noqa: T201
    out.mkdir(parents=True, exist_ok=True)
    made = {name: t.half().contiguous() for name, t in adapter.tensors(network).items()}
    save_file(made, out / "weights.safetensors")
    seen = set(rows[: len(losses)])
    facts = {
        "rows": Counter(row.tier for row in seen),
        "hours": round((time.monotonic() - began) / 3600, 2),
        "scale": SCALE,
    }
    (out / "result.json").write_text(json.dumps(facts))


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of data sets")
    parser.add_argument("--base", type=Path, required=True, help="folder of the converted base")
    parser.add_argument("--out", type=Path, required=True, help="work folder")
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    train(train_rows(given.data), given.base, given.out, given.minutes, given.seed)


if __name__ == "__main__":
    main()
