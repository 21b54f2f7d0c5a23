"""The compose files: valid by the specification, true of the image, closed where they should be."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from service.config.settings import Settings
from tests.conftest import settings
from tests.deploy.files import DEPLOY, ROOT, VARIABLES

COMPOSE = DEPLOY / "compose"
FILES = sorted(COMPOSE.glob("compose*.yaml"))


def parsed(content: dict[str, Any]) -> PyCompose:
    """Raises `ValueError` for what the specification does not know."""
    text = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", yaml.safe_dump(content))  # as compose fills them in
    found = PyCompose.from_yaml(re.sub(r"\$\{\w+:\?.*?\}", "/given", text))
    found.validate()
    return found


MAIN = yaml.safe_load((COMPOSE / "compose.yaml").read_text())
SERVICES = MAIN["services"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_files_follow_the_specification(path: Any) -> None:
    content = yaml.safe_load(path.read_text())
    if path.name == "compose.redis.yaml":
        content["networks"] = MAIN["networks"]  # it is laid over that file
    assert {"nginx", "copydesk"} & set(parsed(content).service_names())


def test_mistakes_are_seen() -> None:
    for change in ({"stop_grace_perod": "1s"}, {"networks": ["elsewhere"]}, {"cap_drop": 3}):
        wrong = copy.deepcopy(MAIN)
        wrong["services"]["copydesk"] |= change
        with pytest.raises(ValueError):  # noqa: PT011
            parsed(wrong)


def test_every_file_that_is_mounted_is_there() -> None:
    for path in FILES:
        for service in yaml.safe_load(path.read_text())["services"].values():
            for volume in service.get("volumes", ()):
                if volume.startswith("./"):
                    assert (COMPOSE / volume.split(":")[0]).is_file(), volume
    assert (COMPOSE / SERVICES["copydesk"]["build"]["context"] / "Dockerfile").resolve() == (
        ROOT / "Dockerfile"
    )


def test_the_variables_are_settings() -> None:
    given = SERVICES["copydesk"]["environment"]
    assert given.keys() <= VARIABLES
    settings(**{name.removeprefix("COPYDESK_").lower(): value for name, value in given.items()})


def test_only_nginx_is_reached_from_outside_and_nothing_reaches_out() -> None:
    for name, service in SERVICES.items():
        assert ("ports" in service) == (name == "nginx"), name
        assert ("outside" in service["networks"]) == (name == "nginx"), name
    assert MAIN["networks"]["inside"]["internal"]


def test_nothing_has_rights_or_a_writable_root() -> None:
    redis = yaml.safe_load((COMPOSE / "compose.redis.yaml").read_text())["services"]
    assert set(redis) == {"copydesk", "results", "jobs"}
    assert redis["copydesk"]["environment"].keys() <= VARIABLES
    for service in (*SERVICES.values(), redis["results"], redis["jobs"]):
        assert "ports" not in service or service is SERVICES["nginx"]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["deploy"]["resources"]["limits"]["memory"]


def test_the_limits_of_nginx_are_those_of_the_service() -> None:
    nginx = (COMPOSE / "nginx" / "nginx.conf").read_text()
    proxy = (COMPOSE / "nginx" / "proxy.conf").read_text()
    fields = Settings.model_fields
    assert fields["max_body_bytes"].default == 2 * 1024 * 1024
    assert "client_max_body_size 2m;" in nginx
    assert f"client_body_timeout {fields['body_seconds'].default:.0f}s;" in nginx
    assert fields["max_deadline_seconds"].default < 620
    assert "proxy_read_timeout 620s;" in proxy
