"""Asks a model hub for the files of a repository, and downloads them.

The hub's API states the commit of a revision, and of each file its size, its git blob and, if it
is large, its sha256. The library of the hub reads the token and the public address. Downloads are
our own, because that library (2.4) begins a broken download anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from service.model_import.errors import CannotAdd
from service.model_import.hub_errors import of_status, of_transport
from service.model_import.snapshot import ModelReference, ModelSnapshot, SnapshotFile

Arrived = Callable[[str, int], None]
"""Receives the name of a file and how many of its bytes are there."""

_TIMEOUT = httpx.Timeout(30.0)
_TRIES = 5  # of one file; each continues where the last one ended
_CHUNK = 1 << 20
UNKNOWN = -1  # size of a file that is not stated


class HubClient:
    """A hub at `address`, by default that of `HF_ENDPOINT` or the public one.

    `token` is by default the user's own, from `HF_TOKEN` or a login. It is sent to the hub alone:
    a redirection to another host is followed without it. Methods raise `CannotAdd`.
    """

    def __init__(self, address: str | None = None, token: str | None = None) -> None:
        from huggingface_hub import constants, get_token

        if constants.is_offline_mode():
            raise CannotAdd(
                "the hub is not asked, since HF_HUB_OFFLINE is set: unset it, or name a folder"
            )
        self.address = (address or constants.ENDPOINT).rstrip("/")
        token = token or get_token()
        # A file that is compressed on its way could not be continued.
        self._headers = {"Accept-Encoding": "identity"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def snapshot(self, asked: ModelReference) -> ModelSnapshot:
        """The commit of a revision, and its files."""
        revision = quote(asked.revision, safe="")
        url = f"{self.address}/api/models/{asked.repository}/revision/{revision}"
        with self._client() as client:
            answer = client.get(url, params={"blobs": "true"})
        if answer.status_code != 200:
            raise of_status(answer, asked, self.address)
        try:
            return _read(answer.json(), asked)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise CannotAdd(
                f"{self.address} did not answer as a model hub does: check COPYDESK_HUB_URL and "
                "HF_ENDPOINT"
            ) from error

    def fetch(
        self,
        snapshot: ModelSnapshot,
        names: Sequence[str],
        folder: Path,
        arrived: Arrived = lambda *_: None,
    ) -> None:
        """Put files into a folder. What is there and right stays, and a part is continued."""
        if unknown := [name for name in names if snapshot.files[name].size == UNKNOWN]:
            raise CannotAdd(
                f"{self.address} does not state the size of {unknown[0]}, so it cannot be checked: "
                "name a hub or a mirror that answers `?blobs=true` in COPYDESK_HUB_URL"
            )
        folder.mkdir(parents=True, exist_ok=True)
        with self._client() as client:
            for name in names:
                self._fetch_one(client, snapshot, snapshot.files[name], folder / name, arrived)

    def _fetch_one(
        self,
        client: httpx.Client,
        snapshot: ModelSnapshot,
        file: SnapshotFile,
        path: Path,
        arrived: Arrived,
    ) -> None:
        if path.is_file() and is_right(path, file):
            return arrived(file.name, file.size)
        part = path.with_name(f"{path.name}.part")
        url = (
            f"{self.address}/{snapshot.reference.repository}/resolve/{snapshot.commit}/"
            f"{quote(file.name)}"
        )
        for attempt in range(_TRIES):
            try:
                self._continue(client, url, part, file, snapshot.reference, arrived)
                break
            except httpx.TransportError as error:
                if attempt + 1 == _TRIES:
                    raise of_transport(error, self.address) from error
        if not is_right(part, file):
            part.unlink(missing_ok=True)
            raise CannotAdd(
                f"{file.name} arrived with another checksum than the hub states, so it was not "
                "kept: try again; if it happens twice, the mirror or a proxy changes files"
            )
        os.replace(part, path)

    def _continue(
        self,
        client: httpx.Client,
        url: str,
        part: Path,
        file: SnapshotFile,
        asked: ModelReference,
        arrived: Arrived,
    ) -> None:
        """Append to a part what is missing. Raises `httpx.TransportError`."""
        have = part.stat().st_size if part.is_file() else 0
        if have >= file.size > 0:
            return  # the checksum tells whether it is the file
        headers = {"Range": f"bytes={have}-"} if have else {}
        with client.stream("GET", url, headers=headers) as answer:
            if answer.status_code not in (200, 206):
                answer.read()
                raise of_status(answer, asked, self.address)
            if answer.status_code == 200:  # the whole file, whatever was asked for
                have = 0
            with part.open("ab" if have else "wb") as out:
                for chunk in answer.iter_bytes():  # as it arrives, so that nothing is lost
                    out.write(chunk)
                    have += len(chunk)
                    arrived(file.name, have)
                    if have > file.size:
                        return  # it is not the file that the hub described
        if have < file.size:
            raise httpx.ReadError(f"{file.name} ended after {have} of {file.size} bytes")

    @contextmanager
    def _client(self) -> Iterator[httpx.Client]:
        try:
            with httpx.Client(
                headers=self._headers, timeout=_TIMEOUT, follow_redirects=True
            ) as client:
                yield client
        except (httpx.TransportError, httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise of_transport(error, self.address) from error


def _read(found: dict[str, Any], asked: ModelReference) -> ModelSnapshot:
    """The API's answer. Raises errors of many kinds if it is not one."""
    files = {}
    for line in found["siblings"]:
        lfs = line.get("lfs") or {}
        size = lfs.get("size", line.get("size"))
        sha256 = lfs.get("sha256") or lfs.get("oid")
        files[line["rfilename"]] = SnapshotFile(
            line["rfilename"], UNKNOWN if size is None else int(size), sha256, line.get("blobId")
        )
    return ModelSnapshot(asked, str(found["sha"]), _licence(found), files)


def _licence(found: dict[str, Any]) -> str | None:
    """The licence that the page's card or its tags state."""
    card = found.get("cardData") or {}
    stated = card.get("license_name") if card.get("license") == "other" else None
    stated = stated or card.get("license")
    if isinstance(stated, list):
        return ", ".join(map(str, stated))
    tags = [tag for tag in found.get("tags") or () if str(tag).startswith("license:")]
    return str(stated or (tags[0].partition(":")[2] if tags else "")) or None


def is_right(path: Path, file: SnapshotFile) -> bool:
    """Whether a file has the size and the checksum that the hub states."""
    if path.stat().st_size != file.size:
        return False
    with path.open("rb") as content:
        if file.sha256 is not None:
            return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256
        if file.git_sha1 is not None:
            blob = hashlib.sha1(f"blob {file.size}\0".encode(), usedforsecurity=False)
            while chunk := content.read(_CHUNK):
                blob.update(chunk)
            return blob.hexdigest() == file.git_sha1
    return True
