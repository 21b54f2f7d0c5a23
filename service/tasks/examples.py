"""Examples of results, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

DIST = {"against": 0.71, "neutral": 0.22, "favor": 0.07}
SENT = {"negative": 0.64, "neutral": 0.27, "positive": 0.09}
DOCUMENT_SENT = {"negative": 0.58, "neutral": 0.15, "positive": 0.06, "mixed": 0.21}
SPAN = {"text": "the council", "begin": 40, "end": 51}
PRONOUN = {"text": "she", "begin": 40, "end": 43}
MENTION = SPAN | {"how": "name"}
AUTHOR = {"kind": "author", "name": None, "span": None, "cue": None}
EVIDENCE = {
    "span": {"text": "Reyes called the council reckless.", "begin": 24, "end": 58},
    "label": "against",
    "score": -0.64,
    "confidence": 0.71,
    "distribution": DIST,
    "weight": 0.7,
    "holder": {
        "kind": "speaker",
        "name": "Tom Reyes",
        "span": {"text": "Reyes", "begin": 24, "end": 29},
        "cue": {"text": "called", "begin": 30, "end": 36},
    },
}
VOICE = {
    "kind": "speaker",
    "passages": 2,
    "label": "against",
    "score": -0.5,
    "confidence": 0.71,
    "distribution": DIST,
}
SPEAKER = {
    "name": "Tom Reyes",
    "passages": 1,
    "spans": [{"text": "Reyes called the council reckless.", "begin": 24, "end": 58}],
    "label": "against",
    "score": -0.64,
    "confidence": 0.71,
    "distribution": DIST,
}
WHY = {
    "mentions": 4,
    "pronouns": 2,
    "sentences": 5,
    "heading": True,
    "lead": True,
    "speaks": 1,
}
MODEL: dict[str, Any] = {"model_version": "1.0.0"}
TARGET = {
    "id": "t1",
    "text": "the council",
    "kind": "entity",
    "type": "organisation",
    "origin": "given",
    "salience": 0.0,
    "why": None,
    "found": True,
    "score": -0.5,
    "confidence": 0.71,
    "evidence": [EVIDENCE],
    "voices": [VOICE],
    "speakers": [SPEAKER],
    "mentions": [MENTION],
}
STANCE_TARGET = TARGET | {"label": "against", "distribution": DIST}
SENTIMENT_TARGET = TARGET | {
    "label": "negative",
    "distribution": SENT,
    "voices": [VOICE | {"label": "negative", "distribution": SENT}],
    "speakers": [SPEAKER | {"label": "negative", "distribution": SENT}],
}
SENTENCE = {
    "span": {"text": "Reyes called the council reckless.", "begin": 24, "end": 58},
    "kind": "body",
    "counted": True,
    "label": "negative",
    "score": -0.55,
    "confidence": 0.64,
    "distribution": SENT,
    "holder": AUTHOR,
}
PICKED = {
    "text": "The council voted to close the road.",
    "rank": 1,
    "score": 0.92,
    "support": 1.0,
    "sources": [{"text": "The council voted to close the road.", "begin": 59, "end": 95}],
}
GIST = {"text": PICKED["text"], "sources": PICKED["sources"]}
INSERTED = {"text": "[Ana Duarte]", "replaces": PRONOUN}
SUMMARY = MODEL | {
    "model": "encoder-minilm",
    "method": "extractive",
    "text": "The council voted to close the road.",
    "sentences": [PICKED],
}
STANCE = MODEL | {"model": "stance-minilm", "targets": [STANCE_TARGET]}
SENTIMENT = MODEL | {
    "model": "sentiment-minilm",
    "label": "negative",
    "score": -0.52,
    "confidence": 0.58,
    "distribution": DOCUMENT_SENT,
    "sentences": [SENTENCE],
    "targets": [SENTIMENT_TARGET],
}
