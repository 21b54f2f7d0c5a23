"""What an article costs in each profile: `python -m benchmarks.profiles`.

One caller posts an article of 800 words with three targets to `/v1/analyze`, in each profile in
turn, to one server with all profiles and without its result cache. So the profiles are compared
under the same conditions, and every request is computed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from typing import Any

from typer import echo

from benchmarks.article import WORDS, body
from benchmarks.load.options import options, parsed
from benchmarks.mixed import TARGETS
from benchmarks.report import results
from benchmarks.servers.server import ask, copydesk
from service.inference.manifest.entry import PROFILES

_SETTINGS = {"COPYDESK_PROFILES": ",".join(PROFILES), "COPYDESK_CACHE_MIB": "0"}


def measure(rounds: int) -> dict[str, Any]:
    """Seconds and tokens of each request, by profile."""
    seconds: dict[str, list[float]] = {profile: [] for profile in PROFILES}
    tokens: dict[str, list[int]] = {profile: [] for profile in PROFILES}
    with copydesk(name="profiles", environment=_SETTINGS) as server:
        for number in range(rounds + 1):
            for profile in PROFILES:
                posted = json.dumps(body(number + 2) | {"profile": profile}).encode()
                began = time.perf_counter()
                status, raw = ask(server.port, "POST", "/v1/analyze", posted)
                took = time.perf_counter() - began
                if status != 200:
                    raise ConnectionError(f"answered {status}")
                if number:  # the first round warms up
                    seconds[profile].append(took)
                    tokens[profile].append(json.loads(raw)["usage"]["tokens"])
    return {"seconds": seconds, "tokens": tokens, "rounds": rounds}


def report() -> str:
    """The table: medians, the quartiles of the time, and the ratio to the fastest in pairs."""
    found = results.load("profiles")
    if found is None:
        return "Not measured."
    number = results.number
    fastest = found["seconds"]["fast"]
    rows = []
    for profile, seconds in found["seconds"].items():
        ratio = statistics.median(a / b for a, b in zip(seconds, fastest, strict=True))
        low, middle, high = statistics.quantiles(seconds, n=4)
        rows.append(
            [
                f"`{profile}`, {WORDS} words, {len(TARGETS)} targets",
                number(1000 * middle),
                f"{1000 * low:,.0f}–{1000 * high:,.0f}",
                number(ratio, 2),
                number(statistics.median(found["tokens"][profile])),
            ]
        )
    return results.table(["profile", "ms", "quartiles", "÷ fast, in pairs", "tokens"], rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    given = parsed(parser)
    results.save("profiles", measure(5 if given.quick else 20))
    echo(report())


if __name__ == "__main__":
    main()
