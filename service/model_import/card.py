"""`card.md` of an added model: where it is from, how it is read, what its trial found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from service.model_import.draft import NO_LICENCE
from service.model_import.fit import Fit
from service.model_import.presets import Preset
from service.model_import.sanity import SanityReport

CARD = "card.md"


def write(
    folder: Path,
    manifest: Mapping[str, Any],
    presets: Sequence[Preset],
    report: SanityReport | None,
    fitted: Fit | None = None,
) -> None:
    """Write the card of a complete manifest."""
    origin, licence = manifest["origin"], manifest["licence"]
    commit = f" at commit {origin['commit']}" if origin.get("commit") else ""
    lines = [
        f"# {manifest['name']}",
        "",
        f"Added by `copydesk models add` from {origin['source']}{commit} for the task "
        f"{manifest['task']}. The weights are those of their authors, "
        + (
            f"converted here ({', '.join(origin['converted'])})."
            if origin["converted"]
            else "unchanged."
        ),
        "",
        "Its page states no licence: ask its authors before you use it."
        if licence == NO_LICENCE
        else f"Licence, as its page states it: {licence}.",
        "",
        "## How it is read",
        "",
        *(f"- {row.name}: {row.what}" for row in presets),
        "",
    ]
    if fitted is not None:
        lines += ["## Fitted", "", *(f"- {line}" for line in fitted.lines()), ""]
    if report is not None:
        lines += ["## Trial", "", "| figure | share | rows |", "|---|---|---|"]
        lines += [f"| {f.title} | {f.share:.3f} | {f.rows} |" for f in report.figures]
        lines += ["", *report.doubts]
    (folder / CARD).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
