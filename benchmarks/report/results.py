"""Results of the benchmarks, which are stored as JSON and written as tables into a document."""

from __future__ import annotations

import json
import math
import platform
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.servers.server import BUILD, THREADS

_folder = BUILD / "results" / "unnamed"


def keep_under(key: str) -> None:
    """Store and read results under a key from now on.

    Servers are compared in one table, so results of different texts must not be mixed.
    """
    global _folder
    _folder = BUILD / "results" / key


def saved(name: str) -> Path:
    """The path of a result."""
    return _folder / f"{name}.json"


def save(name: str, result: dict[str, Any]) -> dict[str, Any]:
    """Store a result with the time, and return it."""
    path = saved(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = result | {"measured": time.strftime("%Y-%m-%d %H:%M")}
    path.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    return whole


def load(name: str) -> dict[str, Any] | None:
    """A stored result."""
    path = saved(name)
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table. All columns except the first are right-aligned."""
    lines = [list(map(str, head)), ["---", *["---:"] * (len(head) - 1)]]
    lines += [[str(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value: float | None, digits: int = 0, unit: str = "") -> str:
    """A number for a table; a dash for none."""
    if value is None or math.isnan(value):
        return "-"
    return f"{value:,.{digits}f}{unit}"


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of values; NaN if there are none."""
    if not values:
        return math.nan
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def write(document: Path, section: str, text: str) -> None:
    """Put a text between the markers of a section. Raises `ValueError` without markers."""
    whole = document.read_text(encoding="utf-8")
    mark = re.compile(rf"(<!-- {section} -->\n).*?(<!-- /{section} -->)", re.DOTALL)
    if not mark.search(whole):
        raise ValueError(f"{document}: has no markers of {section!r}")
    made = mark.sub(lambda m: f"{m[1]}{text.strip()}\n{m[2]}", whole)
    document.write_text(made, encoding="utf-8")


def conditions() -> str:
    """The machine and the versions, in a line."""
    import torch

    name = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.partition(":")[2].strip()
            break
    able = [n for n, has in torch.cpu.get_capabilities().items() if has is True]
    wide = [n for n in ("avx512_bf16", "avx512_vnni", "amx_bf16", "amx_int8") if n in able]
    return (
        f"{THREADS} threads of {name} ({', '.join(wide) or 'no AVX-512 products of bf16'}), "
        f"torch {torch.__version__.partition('+')[0]}, {time.strftime('%Y-%m-%d')}"
    )
