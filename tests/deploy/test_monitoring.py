"""Dashboard, alerts and docs/operations.md name what /metrics shows, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client import Metric

from service.observability.metrics import Metrics
from tests.deploy.files import DEPLOY, ROOT
from tests.programs import find, needs

PROMTOOL = find("promtool")
PROMETHEUS = DEPLOY / "prometheus"
OPERATIONS = ROOT / "docs" / "operations.md"
_NAME = re.compile(r"\bcopydesk_\w+")
_SELECTED = re.compile(r"\b(copydesk_\w+)\{([^}]*)\}")


def families() -> list[Metric]:
    metrics = Metrics()
    metrics.engine.expect(("m",))
    return list(metrics.registry.collect())


def exposed() -> dict[str, set[str]]:
    """Labels of every series by its name, histograms with `le`, labels unseen from the metric."""
    metrics = Metrics()
    metrics.engine.expect(("m",))
    metrics.by_key.labels("k", "200")
    return {
        sample.name: set(sample.labels) | {"instance"}
        for family in metrics.registry.collect()
        for sample in family.samples
    }


def dashboard() -> dict[str, Any]:
    return json.loads((DEPLOY / "grafana" / "copydesk.json").read_text())  # type: ignore[no-any-return]


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> Iterator[str]:
    for panel in dashboard()["panels"]:
        yield from (target["expr"] for target in panel["targets"])
    yield from (rule["expr"] for rule in rules())


def test_what_is_queried_is_exposed_with_these_labels() -> None:
    found = exposed()
    for expression in expressions():
        names = set(_NAME.findall(expression))
        assert names or "up{" in expression
        assert names <= found.keys(), expression
        for name, selectors in _SELECTED.findall(expression):
            assert set(re.findall(r"(\w+)=", selectors.replace("!=", "="))) <= found[name]
        grouped = {g.strip() for by in re.findall(r"by \(([^)]*)\)", expression)
                   for g in by.split(",")}  # fmt: skip
        assert grouped <= set().union(*(found[name] for name in names)), expression


def test_the_dashboard_shows_all_that_is_asked_of_it() -> None:
    shown = " ".join(t["expr"] for panel in dashboard()["panels"] for t in panel["targets"])
    for family in families():
        if family.name == "copydesk_key_requests":
            continue  # one series a key: a table of its own where there are many
        if family.name == "copydesk_engine_queue_windows":
            continue  # tokens say it better
        assert family.name in shown, family.name
    ids = [panel["id"] for panel in dashboard()["panels"]]
    assert len(ids) == len(set(ids))


async def test_a_real_answer_of_metrics_has_what_alerts_ask_for(client: httpx.AsyncClient) -> None:
    await client.post("/v1/sentiment", json={"text": "A great success."})
    text = (await client.get("/metrics")).text
    for rule in rules():
        for name in _NAME.findall(rule["expr"]):
            assert re.search(rf"^{name}[{{ ]", text, re.M), name


def test_every_alert_has_its_page_and_the_other_way_round() -> None:
    sections = re.findall(r"^### (\w+)$", OPERATIONS.read_text(), re.M)
    assert sections == [rule["alert"] for rule in rules()]
    for rule in rules():
        url = rule["annotations"]["runbook_url"]
        assert url == f"docs/operations.md#{rule['alert'].lower()}"


def test_the_table_of_metrics_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `(copydesk_\w+)` \| (\w+) \| (.*?) \| (.*?) \|$",
                      OPERATIONS.read_text(), re.M)  # fmt: skip
    assert rows == [row(metric) for metric in _made()]


def _made() -> list[Any]:
    """The metric objects, in the order of the registry."""
    return list(Metrics().registry._collector_to_names)


def row(metric: Any) -> tuple[str, str, str, str]:
    """A line of the table."""
    suffix = "_total" if metric._type == "counter" else ""
    labels = ", ".join(f"`{label}`" for label in metric._labelnames)
    return metric._name + suffix, metric._type, labels, metric._documentation


@needs("promtool")
@pytest.mark.parametrize(
    "command",
    [
        ("check", "config", "prometheus.yml"),
        ("check", "rules", "alerts.yml"),
        ("test", "rules", "alerts.test.yml"),
    ],
)
def test_promtool_finds_nothing_wrong(command: tuple[str, ...]) -> None:
    assert PROMTOOL is not None
    run = subprocess.run([PROMTOOL, *command], cwd=PROMETHEUS, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@needs("promtool")
def test_promtool_can_read_every_panel(tmp_path: Any) -> None:
    assert PROMTOOL is not None
    filled = [e.replace("$__rate_interval", "1m").replace("$instance", ".*") for e in expressions()]
    made = [{"record": f"panel:{number}", "expr": e} for number, e in enumerate(filled)]
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": made}]}))
    run = subprocess.run([PROMTOOL, "check", "rules", path], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
