"""What a caller writes with the generated client; it is type-checked, then run.

`test_client.py` runs it beside the generated package: `python caller.py ADDRESS TEXT`.
"""

from __future__ import annotations

import json
import sys

from generated_copydesk_client import Client
from generated_copydesk_client.api.analysis import analyze_documents, detect_stance
from generated_copydesk_client.models import (
    AnalyzeRequest,
    AnalyzeResult,
    StanceBatchRequest,
    StanceBatchResult,
    StanceRequest,
    StanceResult,
    TargetedDocument,
    TargetInput,
)


def stance(client: Client, text: str) -> list[str]:
    body = StanceRequest(text=text, targets=["Ana Duarte"])
    found = detect_stance.sync(client=client, body=body)
    assert isinstance(found, StanceResult)
    target = found.stance.targets[0]
    return [target.text, target.label]


def analyze(client: Client, text: str) -> list[str]:
    body = AnalyzeRequest(text=text, targets=[TargetInput(text="Ana Duarte", id="mayor")])
    found = analyze_documents.sync(client=client, body=body)
    assert isinstance(found, AnalyzeResult)
    assert found.stance is not None
    assert found.summary is not None
    target = found.stance.targets[0]
    return [target.text, target.label, found.summary.method.value]


def batch(client: Client, text: str) -> list[int | str]:
    documents = [TargetedDocument(text=text), TargetedDocument(text=" ")]
    found = detect_stance.sync(client=client, body=StanceBatchRequest(documents=documents))
    assert isinstance(found, StanceBatchResult)
    (error,) = found.errors
    assert isinstance(error.errors, list)
    return [len(found.documents), error.errors[0].code]


if __name__ == "__main__":
    address, text = sys.argv[1:]
    with Client(base_url=address) as client:
        found = {
            "stance": stance(client, text),
            "analyze": analyze(client, text),
            "batch": batch(client, text),
        }
    sys.stdout.write(json.dumps(found))
