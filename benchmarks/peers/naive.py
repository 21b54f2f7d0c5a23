"""FastAPI around a transformers pipeline, as most tutorials have it. Runs in a peer's environment.

`naive:blocking` is the `async def` handler that stops the event loop for each text, `naive:pool`
the plain `def` one that FastAPI moves to its thread pool.
"""

import os

from fastapi import FastAPI
from pydantic import BaseModel
from transformers import pipeline

classify = pipeline("text-classification", model=os.environ["BENCHMARK_MODEL"])


class Text(BaseModel):
    """The request."""

    text: str


blocking = FastAPI()
pool = FastAPI()


@blocking.post("/classify")
async def classify_blocking(given: Text) -> dict:
    """Label and score."""
    return classify(given.text)[0]


@pool.post("/classify")
def classify_in_pool(given: Text) -> dict:
    """Label and score."""
    return classify(given.text)[0]


@blocking.get("/health")
@pool.get("/health")
async def health() -> dict:
    """Ready once it answers."""
    return {}
