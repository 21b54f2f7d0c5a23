"""LitServe with batching, according to its guide. It runs in a peer's environment."""

import os

import litserve
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Classifier(litserve.LitAPI):
    """One batch at a time in one worker, as for one device."""

    def setup(self, device: str) -> None:
        """Load the model."""
        folder = os.environ["BENCHMARK_MODEL"]
        dtype = getattr(torch, os.environ.get("BENCHMARK_DTYPE", "float32"))
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=dtype)
        self.model.to(device).eval()

    def decode_request(self, request: dict) -> str:
        """The text."""
        return request["text"]

    def predict(self, texts: list[str]) -> list[dict]:
        """Label and score of each text."""
        inputs = self.tokenizer(texts, return_tensors="pt", padding=True, truncation=True)
        with torch.inference_mode():
            scores = self.model(**inputs).logits.float().softmax(-1)
        best = scores.max(-1)
        labels = self.model.config.id2label
        return [
            {"label": labels[int(i)], "score": float(s)}
            for i, s in zip(best.indices, best.values, strict=True)
        ]

    def encode_response(self, output: dict) -> dict:
        """The output, unchanged."""
        return output


if __name__ == "__main__":
    api = Classifier(
        max_batch_size=int(os.environ.get("BENCHMARK_BATCH", "32")),
        batch_timeout=float(os.environ.get("BENCHMARK_WAIT", "0.01")),
    )
    server = litserve.LitServer(api, accelerator="cpu", workers_per_device=1)
    server.run(
        host="127.0.0.1",
        port=int(os.environ["BENCHMARK_PORT"]),
        generate_client_file=False,
        num_api_servers=1,
    )
