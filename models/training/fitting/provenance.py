"""What a model.toml says of its making: the sets and their rows, the recipe, the hours."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from models.training.data.dataset import Row
from service.inference.torch_runtime import trains_faster_in_bf16
from service.kit.cpu import usable_cores

# Source of a row to (name, licence, tier).
SETS: Mapping[str, tuple[str, str, str]] = {
    "newsmtsc": ("NewsMTSC", "MIT", "open"),
    "dse_news": ("DSE news (Park et al., 2021)", "author statement: use with citation", "open"),
    "ibm_argq30k": ("IBM ArgQ 30k", "CC BY 3.0 / CC BY-SA 3.0", "open"),
    "ibm_claim_stance": ("IBM Claim Stance", "CC BY-SA 3.0", "open"),
    "perspectrum": ("Perspectrum", "CC BY-SA 4.0", "open"),
    "synthetic": ("own patterns (training/data/synthetic.py)", "CC BY-SA 4.0", "own"),
    "written": ("own passages (training/written)", "CC BY-SA 4.0", "own"),
    "iam": ("IAM", "none stated", "unclear"),
    "arc": ("ARC without VAST's dev and test posts", "none stated", "unclear"),
    "vast": ("VAST", "none stated", "unclear"),
    "lingnli": ("LingNLI", "none stated", "unclear"),
    "emobank": ("EmoBank", "CC BY-SA 4.0", "open"),
    "vader_amazon": ("VADER Amazon snippets", "MIT", "open"),
    "vader_tweets": ("VADER tweets", "MIT", "open"),
    "uci_sentences": ("UCI sentences", "CC BY 4.0", "open"),
    "sst5": ("SST-5", "none stated", "unclear"),
    "polnear": ("PolNeAR", "none stated", "unclear"),
    "gum": ("GUM", "CC BY 4.0 / texts CC BY 2.5 and CC BY-SA 3.0", "open"),
    "wikinews": ("Wikinews", "CC BY 2.5", "open"),
    "labelled": ("Wikinews and GUM, whole texts", "CC BY 2.5 / CC BY-SA 3.0", "open"),
    "labelled_unclear": ("AllSides and ARC, whole texts", "none stated", "unclear"),
    "passages": ("labelled passages of Wikinews and GUM", "CC BY 2.5 / CC BY-SA 3.0", "open"),
    "passages_unclear": (
        "labelled passages of PolNeAR, AllSides and ARC",
        "none stated",
        "unclear",
    ),
    "passages_written": (
        "labelled passages of own texts (training/written/texts)",
        "CC BY-SA 4.0",
        "own",
    ),
    "groups": ("own sentences about many groups (training/data/groups.py)", "CC BY-SA 4.0", "own"),
    "tones": ("labelled sentences of Wikinews and GUM", "CC BY 2.5 / CC BY-SA 3.0", "open"),
    "tones_unclear": ("labelled sentences of PolNeAR, AllSides and ARC", "none stated", "unclear"),
    "tones_written": (
        "labelled sentences of own texts (training/written/texts)",
        "CC BY-SA 4.0",
        "own",
    ),
    "written_reader": ("own texts (training/written/reader)", "CC BY-SA 4.0", "own"),
    "verify_written": ("own statements (training/written/verify)", "CC BY-SA 4.0", "own"),
    "verify_gum": ("statements made from GUM", "CC BY 2.5 / CC BY-SA 3.0", "open"),
    "verify_wikinews": ("statements made from Wikinews", "CC BY 2.5", "open"),
    "verify_unclear": (
        "statements made from PolNeAR, AllSides and ARC",
        "none stated",
        "unclear",
    ),
    "references": ("own references to people and things", "CC BY-SA 4.0", "own"),
}
_ROLES = {
    "--data": "DATA",
    "--base": "BASE",
    "--out": "WORK",
    "--start": "START",
    "--documents": "DOCUMENTS",
    "--passages": "PASSAGES",
    "--teacher": "SOFT",
    "--rows": "ROWS",
}
_MADE = {"off-topic": "with another text's target", "crossed": "labelled by the teacher alone"}


def sets(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """`[[training]]` entries: every source with its number of rows, repeats counted once."""
    return counted(Counter(row.source for row in dict.fromkeys(rows)))


def counted(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """`[[training]]` entries of sources with their numbers of rows."""
    found = []
    for source, count in sorted(counts.items()):
        origin, *made = source.split(":")
        name, licence, tier = SETS[origin]
        if made:
            name = f"{name}, {_MADE[made[-1]]}"  # a crossed row may come of an off-topic one
        found.append({"name": name, "rows": count, "licence": licence, "tier": tier})
    return found


def before(start: Path | None) -> list[dict[str, Any]]:
    """`[[training]]` entries of the model whose weights a run goes on from."""
    manifest = start.parent / "model.toml" if start else None
    if manifest is None or not manifest.is_file():
        return []
    found: list[dict[str, Any]] = tomllib.loads(manifest.read_text("utf-8")).get("training", [])
    return found


def recipe(out: Path) -> dict[str, Any]:
    """The `[recipe]` entry of the run that wrote `out`/log.jsonl."""
    return {
        "command": _command(sys.argv),
        "commit": _commit(),
        "hardware": _hardware(),
        "hours": round(_seconds(out / "log.jsonl") / 3600, 2),
    }


def write(path: Path, recipe: Mapping[str, Any], training: Sequence[Mapping[str, Any]]) -> None:
    """Put both into a model.toml in the place of what it says."""
    kept, keep = [], True
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("[", "#")):
            keep = line not in ("[recipe]", "[[training]]")
        if keep:
            kept.append(line)
    blocks = ["[recipe]\n" + _lines(recipe)]
    blocks += ["[[training]]\n" + _lines(entry) for entry in training]
    whole = "\n".join(kept).rstrip() + "\n\n" + "\n\n".join(blocks) + "\n"
    path.write_text(whole, encoding="utf-8")


def _command(argv: Sequence[str]) -> str:
    """The command line with folders of the machine by their role."""
    path = Path(argv[0]).with_suffix("")
    inside = path.parts[path.parts.index("training") + 1 :] if "training" in path.parts else ()
    words = ["python -m", ".".join(["models.training", *(inside or [path.stem])])]
    for before, word in pairwise(argv):
        words.append(_ROLES.get(before, word))
    return " ".join(words)


def _lines(values: Mapping[str, Any]) -> str:
    # JSON's strings and numbers are TOML's too.
    return "\n".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in values.items())


def _seconds(log: Path) -> float:
    """Wall time of all starts: each counts its own seconds from nought."""
    times = [json.loads(line)["seconds"] for line in log.read_text().splitlines()]
    later = [*times[1:], 0.0]
    return float(sum(now for now, then in zip(times, later, strict=True) if then < now))


def _commit() -> str:
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short=12", "HEAD"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip() or os.environ.get("COMMIT", "unknown")


def _hardware() -> str:
    kind = "bf16" if trains_faster_in_bf16() else "fp32"
    return f"{usable_cores()} cores, {platform.machine()}, {kind}"
