"""The client of a hub, against a stand-in for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub import constants

from service.model_import.errors import CannotAdd
from service.model_import.hub import HubClient
from service.model_import.snapshot import ModelReference
from tests.model_import.hub_server import StandInHub, commit_of, serving

NAME = "owner/model"
ASKED = ModelReference(NAME)
WEIGHTS = bytes(range(256)) * 512


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "repository"
    made.mkdir()
    (made / "config.json").write_text('{"model_type": "bert"}')
    (made / "model.safetensors").write_bytes(WEIGHTS)
    return made


@pytest.fixture
def client(hub: StandInHub, folder: Path) -> HubClient:
    hub.add(NAME, folder)
    return HubClient(hub.address)


def fetched(client: HubClient, to: Path, asked: ModelReference = ASKED) -> Path:
    client.fetch(client.snapshot(asked), ["config.json", "model.safetensors"], to)
    return to


def test_a_revision_becomes_a_commit_with_sizes_and_checksums(
    client: HubClient, folder: Path
) -> None:
    found = client.snapshot(ASKED)
    assert found.commit == commit_of("main", folder)
    assert found.licence == "mit"
    weights, config = found.files["model.safetensors"], found.files["config.json"]
    assert (weights.size, config.size) == (len(WEIGHTS), 22)
    assert weights.sha256
    assert config.sha256 is None
    assert config.git_sha1


@pytest.mark.parametrize("revision", ["v1.0", "refs/pr/18", "a-branch"])
def test_branches_tags_and_pull_requests(
    hub: StandInHub, client: HubClient, folder: Path, tmp_path: Path, revision: str
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "config.json").write_text("{}")
    hub.repositories[NAME].revisions[revision] = other
    found = client.snapshot(ModelReference(NAME, revision))
    assert found.commit == commit_of(revision, other)
    assert list(found.files) == ["config.json"]
    again = client.snapshot(ModelReference(NAME, str(found.commit)))
    assert again.commit == found.commit


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ({"license": "apache-2.0"}, "apache-2.0"),
        ({"license": "other", "license_name": "qwen-research"}, "qwen-research"),
        ({"license": ["mit", "cc-by-4.0"]}, "mit, cc-by-4.0"),
        ({}, None),
    ],
)
def test_the_licence_is_what_the_page_states(
    hub: StandInHub, client: HubClient, card: dict[str, object], licence: str | None
) -> None:
    hub.repositories[NAME].card = card
    assert client.snapshot(ASKED).licence == licence


def test_a_licence_may_be_a_tag_alone(hub: StandInHub, client: HubClient) -> None:
    hub.repositories[NAME].card = {}
    hub.tags = ["transformers", "license:cc-by-4.0"]
    assert client.snapshot(ASKED).licence == "cc-by-4.0"


def test_a_hub_that_states_no_sizes_is_refused(
    hub: StandInHub, client: HubClient, tmp_path: Path
) -> None:
    hub.bare = True
    with pytest.raises(CannotAdd, match=r"does not state the size of config\.json.*mirror"):
        fetched(client, tmp_path / "to")


def test_files_arrive_whole_and_are_not_asked_for_again(
    hub: StandInHub, client: HubClient, tmp_path: Path
) -> None:
    to = fetched(client, tmp_path / "to")
    assert (to / "model.safetensors").read_bytes() == WEIGHTS
    assert sorted(p.name for p in to.iterdir()) == ["config.json", "model.safetensors"]
    before = len(hub.asked)
    fetched(client, to)
    assert len(hub.asked) == before + 1  # the API alone


def test_a_download_that_breaks_off_is_continued(
    hub: StandInHub, client: HubClient, tmp_path: Path
) -> None:
    hub.cut = 3
    to = fetched(client, tmp_path / "to")
    assert (to / "model.safetensors").read_bytes() == WEIGHTS
    ranges = [headers["Range"] for _, headers in hub.asked if "Range" in headers]
    half = len(WEIGHTS) // 2
    assert ranges == [
        f"bytes={half}-",
        f"bytes={half + half // 2}-",
        f"bytes={half + half * 3 // 4}-",
    ]


def test_a_part_of_an_earlier_run_is_continued(
    hub: StandInHub, client: HubClient, tmp_path: Path
) -> None:
    to = tmp_path / "to"
    to.mkdir()
    (to / "model.safetensors.part").write_bytes(WEIGHTS[:1000])
    fetched(client, to)
    assert (to / "model.safetensors").read_bytes() == WEIGHTS
    assert [h["Range"] for _, h in hub.asked if "Range" in h] == ["bytes=1000-"]


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_another_checksum_than_stated_is_refused(
    hub: StandInHub, client: HubClient, tmp_path: Path, name: str
) -> None:
    hub.broken.add(name)
    with pytest.raises(CannotAdd, match=rf"{name} arrived with another checksum.*try again"):
        fetched(client, tmp_path / "to")
    assert not list((tmp_path / "to").glob(f"{name}*"))


def test_a_part_of_another_file_is_begun_anew(
    hub: StandInHub, client: HubClient, tmp_path: Path
) -> None:
    to = tmp_path / "to"
    to.mkdir()
    (to / "model.safetensors.part").write_bytes(b"x" * len(WEIGHTS))
    with pytest.raises(CannotAdd, match="another checksum"):
        fetched(client, to)
    assert (fetched(client, to) / "model.safetensors").read_bytes() == WEIGHTS


def test_a_gated_repository_says_how_to_get_in(
    hub: StandInHub, client: HubClient, tmp_path: Path
) -> None:
    hub.repositories[NAME].gated = True
    with pytest.raises(CannotAdd, match=rf"gated.*{NAME}.*HF_TOKEN"):
        fetched(client, tmp_path / "to")
    known = HubClient(hub.address, token=hub.token)
    assert (fetched(known, tmp_path / "to") / "config.json").is_file()


def test_the_token_is_sent_to_the_hub_alone(hub: StandInHub, folder: Path, tmp_path: Path) -> None:
    hub.add(NAME, folder)
    with serving() as storage:
        storage.add(NAME, folder)
        hub.elsewhere = storage.address
        fetched(HubClient(hub.address, token=hub.token), tmp_path / "to")
        assert {h.get("Authorization") for _, h in hub.asked} == {f"Bearer {hub.token}"}
        assert storage.asked
        assert {h.get("Authorization") for _, h in storage.asked} == {None}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ModelReference("owner/none"), r"no repository owner/none .*spelling.*HF_TOKEN"),
        (ModelReference(NAME, "v9"), rf"{NAME} has no revision 'v9'.*refs/pr/N"),
    ],
)
def test_what_is_not_there(client: HubClient, asked: ModelReference, said: str) -> None:
    with pytest.raises(CannotAdd, match=said):
        client.snapshot(asked)


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (403, {}, "gated.*403"),
        (429, {"Retry-After": "30"}, "asks to wait.*in 30 s"),
        (429, {}, "asks to wait.*later"),
        (503, {}, "answered 503.*try again later"),
        (404, {"X-Error-Code": "RepoNotFound"}, "no repository"),
    ],
)
def test_answers_that_are_no_success(
    hub: StandInHub, client: HubClient, status: int, headers: dict[str, str], said: str
) -> None:
    hub.statuses = [(status, headers)]
    with pytest.raises(CannotAdd, match=said):
        client.snapshot(ASKED)


def test_a_page_that_is_no_hub(hub: StandInHub, client: HubClient) -> None:
    hub.plain = True
    with pytest.raises(CannotAdd, match=r"did not answer as a model hub does.*COPYDESK_HUB_URL"):
        client.snapshot(ASKED)


def test_no_network_says_what_else_helps() -> None:
    client = HubClient()  # the usual address, at which nobody listens here
    with pytest.raises(CannotAdd, match=r"cannot be reached.*HTTPS_PROXY.*mirror.*folder"):
        client.snapshot(ASKED)


def test_offline_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(CannotAdd, match="HF_HUB_OFFLINE is set"):
        HubClient()
