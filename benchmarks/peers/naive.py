"""FastAPI with a transformers pipeline, as in most tutorials. It runs in a peer's environment.

`naive:blocking` is an `async def` handler, which blocks the event loop for each text, `naive:pool`
a plain `def` handler, which FastAPI runs in its thread pool.
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
