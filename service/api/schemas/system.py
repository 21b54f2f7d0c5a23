"""Bodies of the endpoints that are about the service itself."""

from __future__ import annotations

from service.tasks.schema import Output, note

MODEL_SAMPLE = {
    "name": "stance-minilm",
    "version": "1.0.0",
    "task": "stance",
    "labels": ["against", "neutral", "favor"],
    "max_tokens": 256,
    "base": "all-MiniLM-L6-v2",
    "licence": "CC-BY-SA-4.0",
    "profiles": ["fast"],
    "precision": "bf16",
}


class Health(Output):
    """Answer of a probe."""

    status: str = note("`ok` whenever the probe answers 200.", "ok")


class Model(Output):
    """One model and the task it serves."""

    name: str = note("Its name, as results give it.", "stance-minilm")
    version: str = note("Its version.", "1.0.0")
    task: str = note("The task it serves: embedding, sentiment, stance or summary.", "stance")
    labels: list[str] = note(
        "Its labels, from the low pole to the high one.", ["against", "neutral", "favor"]
    )
    max_tokens: int = note("Tokens of one window; longer texts take several.", 256, ge=1)
    base: str = note("The encoder it is built on.", "all-MiniLM-L6-v2")
    licence: str = note("Licence of the weights.", "CC-BY-SA-4.0")
    profiles: list[str] = note("The profiles it serves.", ["fast"])
    precision: str = note("What it computes in: fp32, bf16 or fp16.", "bf16")


class ModelList(Output):
    """Every model that is served."""

    models: list[Model] = note(
        "The models, one or more for each task.",
        [MODEL_SAMPLE],
    )
