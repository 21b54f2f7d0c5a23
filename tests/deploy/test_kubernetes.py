"""The manifests: valid by the schemas of Kubernetes, and true of the service they run."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from prometheus_client import generate_latest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.observability.metrics import Metrics
from tests.conftest import settings
from tests.deploy.files import KUBERNETES, ROOT, VARIABLES, built, manifests
from tests.programs import needs

COMPONENTS = sorted(
    path.parent.name
    for path in KUBERNETES.glob("*/kustomization.yaml")
    if "kind: Component" in path.read_text()
)
needs_kubectl = needs("kubectl")
# The oldest that is still supported and the newest that the checker knows.
VERSIONS = ("1.33", kubernetes_validate.latest_version())
# Of an operator, whose definitions are in no release of Kubernetes.
FOREIGN = {"ServiceMonitor"}

BASE = manifests("base")
DEPLOYMENT = BASE["Deployment"]["spec"]
POD = DEPLOYMENT["template"]["spec"]
(CONTAINER,) = POD["containers"]


def check(docs: Iterable[dict[str, Any]]) -> int:
    """Check against the schemas, unknown fields included; the number of those checked."""
    checked = [doc for doc in docs if doc["kind"] not in FOREIGN]
    for doc in checked:
        for version in VERSIONS:
            kubernetes_validate.validate(doc, version, strict=True)
    return len(checked)


def environment(container: dict[str, Any]) -> dict[str, str]:
    return {entry["name"]: entry.get("value", "") for entry in container["env"]}


def test_the_manifests_are_valid_as_they_stand() -> None:
    assert check(BASE.values()) == len(BASE)


@pytest.mark.parametrize("where", ["misspelt", "of another type"])
def test_the_schemas_see_mistakes(where: str) -> None:
    wrong = copy.deepcopy(BASE["Deployment"])
    probe = wrong["spec"]["template"]["spec"]["containers"][0]["livenessProbe"]
    if where == "misspelt":
        probe["failureTreshold"] = probe.pop("failureThreshold")
    else:
        probe["failureThreshold"] = "six"
    with pytest.raises(kubernetes_validate.ValidationError):
        check([wrong])


@needs_kubectl
def test_kustomize_builds_the_base() -> None:
    docs = built(KUBERNETES / "base")
    assert check(docs.values()) == len(BASE)
    container = docs["Deployment/copydesk"]["spec"]["template"]["spec"]["containers"][0]
    assert re.fullmatch(r"copydesk:\d+\.\d+\.\d+", container["image"])


@needs_kubectl
@pytest.mark.parametrize("chosen", [*([name] for name in COMPONENTS), COMPONENTS], ids="+".join)
def test_kustomize_builds_it_with_what_is_optional(chosen: list[str], tmp_path: Path) -> None:
    def seen(path: Path) -> str:
        return os.path.relpath(path.resolve(), tmp_path.resolve())

    text = {
        "resources": [seen(KUBERNETES / "base")],
        "components": [seen(KUBERNETES / name) for name in chosen],
    }
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(text))
    docs = built(tmp_path)
    assert check(docs.values()) >= len(BASE)
    (container,) = docs["Deployment/copydesk"]["spec"]["template"]["spec"]["containers"]
    assert environment(container).keys() <= VARIABLES
    reached = docs["NetworkPolicy/copydesk"]["spec"]["egress"]
    assert all(rule["to"] and rule["ports"] for rule in reached)
    assert bool(reached) == ("redis" in chosen)
    if "keys" in chosen:
        mounts = {mount["mountPath"]: mount for mount in container["volumeMounts"]}
        file = Path(environment(container)["COPYDESK_KEYS_FILE"])
        assert mounts[str(file.parent)]["readOnly"]
        assert "subPath" not in mounts[str(file.parent)]  # such a mount never changes


def test_every_variable_is_a_setting() -> None:
    assert environment(CONTAINER).keys() <= VARIABLES
    settings(
        **{name.removeprefix("COPYDESK_").lower(): v for name, v in environment(CONTAINER).items()}
    )
    assert POD["enableServiceLinks"] is False  # these variables would begin with COPYDESK_ too


def test_probes_ask_what_the_app_answers() -> None:
    app = create_app(settings(), FakeEngine())
    paths = {getattr(route, "path", None) for route in app.routes}
    (port,) = CONTAINER["ports"]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        asked = CONTAINER[probe]["httpGet"]
        assert asked["path"] in app.openapi()["paths"], paths
        assert asked["port"] == port["name"]
    assert str(port["containerPort"]) == CONTAINER["args"][CONTAINER["args"].index("--port") + 1]
    (service,) = BASE["Service"]["spec"]["ports"]
    assert service["targetPort"] == port["name"]


def test_there_is_time_to_drain() -> None:
    grace = float(CONTAINER["args"][CONTAINER["args"].index("--grace") + 1])
    drain = float(environment(CONTAINER)["COPYDESK_DRAIN_SECONDS"])
    probe = CONTAINER["readinessProbe"]
    assert POD["terminationGracePeriodSeconds"] > drain + grace + 2
    assert drain > probe["periodSeconds"] * probe["failureThreshold"]


def test_the_pod_has_no_rights() -> None:
    pod, own = POD["securityContext"], CONTAINER["securityContext"]
    user = re.search(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert user is not None
    assert (pod["runAsUser"], pod["runAsGroup"]) == (int(user[1]), int(user[2]))
    assert pod["runAsNonRoot"]
    assert pod["seccompProfile"] == {"type": "RuntimeDefault"}
    assert own == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert POD["automountServiceAccountToken"] is False
    assert POD["serviceAccountName"] == BASE["ServiceAccount"]["metadata"]["name"]
    assert not {"hostNetwork", "hostPID", "hostIPC"} & POD.keys()


def test_nothing_goes_out_and_not_everyone_comes_in() -> None:
    policy = BASE["NetworkPolicy"]["spec"]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    assert policy["egress"] == []
    for rule in policy["ingress"]:
        assert rule["from"]
        assert rule["ports"] == [{"protocol": "TCP", "port": CONTAINER["ports"][0]["name"]}]


def test_all_selectors_mean_the_pods_of_the_deployment() -> None:
    labels = DEPLOYMENT["template"]["metadata"]["labels"]
    selectors = [
        DEPLOYMENT["selector"]["matchLabels"],
        BASE["Service"]["spec"]["selector"],
        BASE["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        BASE["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
        *(c["labelSelector"]["matchLabels"] for c in POD["topologySpreadConstraints"]),
    ]
    assert all(selector == labels for selector in selectors)
    target = BASE["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert target["name"] == BASE["Deployment"]["metadata"]["name"]
    assert "replicas" not in DEPLOYMENT
    (monitored,) = manifests("monitoring").values()
    assert monitored["spec"]["selector"]["matchLabels"] == labels
    assert monitored["spec"]["endpoints"][0]["port"] == BASE["Service"]["spec"]["ports"][0]["name"]


def test_the_threads_follow_from_whole_cores_that_nobody_takes_away() -> None:
    given = CONTAINER["resources"]
    assert given["requests"]["cpu"] == given["limits"]["cpu"]
    assert int(given["limits"]["cpu"]) >= 1
    assert given["requests"]["memory"] == given["limits"]["memory"]


def test_the_autoscaler_asks_for_what_the_adapter_computes_from_series_that_there_are() -> None:
    (rule,) = yaml.safe_load((KUBERNETES / "monitoring" / "adapter.yaml").read_text())["rules"]
    asked = [m["pods"]["metric"]["name"] for m in _metrics("Pods")]
    assert asked == [rule["name"]["as"]]
    assert _metrics("Resource")  # the queue alone would take away what is needed
    exposed = generate_latest(Metrics().registry).decode()
    named = set(re.findall(r"copydesk_\w+", rule["seriesQuery"] + rule["metricsQuery"]))
    assert len(named) == 2
    for name in named:
        assert re.search(rf"^{name} ", exposed, re.MULTILINE), name


def _metrics(kind: str) -> list[dict[str, Any]]:
    metrics = BASE["HorizontalPodAutoscaler"]["spec"]["metrics"]
    return [metric for metric in metrics if metric["type"] == kind]
