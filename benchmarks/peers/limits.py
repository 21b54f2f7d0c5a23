"""Bare forward passes by other runtimes, as JSON: `limits.py MODEL WORK`.

It runs in the environment of the other runtimes. The same network in ONNX Runtime (fp32, int8
dynamic) and OpenVINO (fp32, bf16) computes the same shapes as ours with two threads. The result is
tokens a second, the best of the rounds. The graphs are written to WORK.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
import openvino
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModelForSequenceClassification

THREADS = int(os.environ.get("OMP_NUM_THREADS", "2"))
SHAPES = [tuple(map(int, s.split("x"))) for s in os.environ["BENCHMARK_SHAPES"].split()]
SECONDS = float(os.environ.get("BENCHMARK_SECONDS", "2"))
NAMES = ("input_ids", "attention_mask", "token_type_ids")


def export(model: str, work: Path) -> Path:
    """The network as an ONNX graph of any batch and length."""
    path = work / "model.onnx"
    module = AutoModelForSequenceClassification.from_pretrained(model).eval()
    ones = torch.ones((2, 16), dtype=torch.long)
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        module, (ones, ones, ones), str(path), dynamo=False, opset_version=17,
        input_names=list(NAMES), output_names=["logits"],
        dynamic_axes={name: axes for name in NAMES} | {"logits": {0: "batch"}},
    )  # fmt: skip
    return path


def inputs(batch: int, length: int) -> dict:
    """Random tokens, no padding."""
    ids = np.random.default_rng(1).integers(1000, 20000, (batch, length))
    ones = np.ones_like(ids)
    return dict(zip(NAMES, (ids, ones, ones * 0), strict=True))


def speed(run, shape: tuple[int, int]) -> float:
    """Tokens a second."""
    given = inputs(*shape)
    run(given)
    best, until = float("inf"), time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        began = time.perf_counter()
        run(given)
        best = min(best, time.perf_counter() - began)
    return shape[0] * shape[1] / best


def onnx(path: Path):
    """A session of ONNX Runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda given: session.run(None, given)


def vino(path: Path, precision: str):
    """A compiled network of OpenVINO, tuned for throughput of one stream."""
    compiled = openvino.Core().compile_model(
        str(path), "CPU",
        {"INFERENCE_NUM_THREADS": THREADS, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": precision},
    )  # fmt: skip
    request = compiled.create_infer_request()
    return lambda given: request.infer(given, share_inputs=True)


def main(model: str, work: Path) -> None:
    """Print the figures."""
    work.mkdir(parents=True, exist_ok=True)
    graph = export(model, work)
    small = work / "int8.onnx"
    quantize_dynamic(graph, small, weight_type=QuantType.QInt8, per_channel=True)
    runs = {
        "ONNX Runtime, fp32": onnx(graph),
        "ONNX Runtime, int8 dynamic": onnx(small),
        "OpenVINO, fp32": vino(graph, "f32"),
        "OpenVINO, bf16": vino(graph, "bf16"),
    }
    found = {
        name: {f"{batch}x{length}": speed(run, (batch, length)) for batch, length in SHAPES}
        for name, run in runs.items()
    }
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
