"""Let the service rewrite the answers in its own examples: `python -m openapi.refresh`.

Every file of `service/api/openapi/examples` is named after its endpoint, holds a summary and a
request, and gets the answer that the app gives with the real models. A new file needs no answer
yet. Run it after a model or a result has changed, then `make openapi`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from starlette.types import Receive, Scope, Send

from service.api.openapi.example_files import FOLDER
from service.app import create_app
from service.config.settings import Settings
from service.inference.engine import LocalEngine
from service.inference.protocol import Engine


def refresh(settings: Settings, engine: Engine, folder: Path = FOLDER) -> int:
    """Post every example's request and keep the answer; returns how many there are."""
    paths = sorted(folder.glob("*.json"))
    examples = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    posts = [(p.name.split(".")[0], e["request"]) for p, e in zip(paths, examples, strict=True)]
    answers = asyncio.run(_answers(settings, engine, posts))
    for path, example, answer in zip(paths, examples, answers, strict=True):
        text = json.dumps(example | {"response": answer}, indent=2, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
    return len(paths)


async def _answers(
    settings: Settings, engine: Engine, posts: Sequence[tuple[str, Any]]
) -> list[Any]:
    app = create_app(settings, engine)
    answers = []
    async with app.router.lifespan_context(app) as state:

        async def served(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "state": dict(state or {})}, receive, send)

        transport = httpx.ASGITransport(served)
        async with httpx.AsyncClient(transport=transport, base_url="http://copydesk") as client:
            for task, body in posts:
                answer = await client.post(f"/v1/{task}", json=body, timeout=120)
                answer.raise_for_status()
                answers.append(answer.json())
    return answers


def main() -> None:
    """Refresh with the models that the settings name."""
    settings = Settings(log_level="error")
    count = refresh(settings, LocalEngine.from_settings(settings))
    sys.stderr.write(f"{count} examples rewritten\n")


if __name__ == "__main__":
    main()
