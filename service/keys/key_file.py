"""The file of API keys: TOML, a `[[key]]` table for each, with hashes only.

[[key]]
name = "newsroom"
sha256 = "9f86d081…"
scopes = ["analyze", "jobs", "models"]
quota_kib_per_minute = 6000
expires = 2027-01-31T00:00:00Z
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import tempfile
import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from service.keys.key import ApiKey, Scope
from service.kit.validation_text import not_toml, one_line

MAX_KEYS = 1000  # each is compared with at every request, and its name labels a metric
_TABLE = re.compile(r"(?m)^[ \t]*\[\[[ \t]*key[ \t]*\]\]")
NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"


class KeysFileError(Exception):
    """The file cannot be used; says why, and never what it holds."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(pattern=NAME)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    scopes: list[Scope] = Field(min_length=1)
    quota_kib_per_minute: float | None = Field(None, gt=0, allow_inf_nan=False)
    expires: AwareDatetime | date | None = None


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    key: list[_Entry] = Field(default_factory=list, max_length=MAX_KEYS)


def read(path: Path) -> tuple[ApiKey, ...]:
    """The keys of a file. Raises `KeysFileError`."""
    try:
        if path.stat().st_mode & stat.S_IWOTH:
            raise KeysFileError(f"{path}: everybody may write to it, and so add a key")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise KeysFileError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise KeysFileError(f"{path}: cannot be read: it is not UTF-8") from None
    return parse(text, str(path))


def parse(text: str, where: str) -> tuple[ApiKey, ...]:
    """The keys of a file's text. Raises `KeysFileError`, which names `where`."""
    try:
        content = _Content.model_validate(tomllib.loads(text))
        keys = tuple(_key(entry) for entry in content.key)
    except ValidationError as error:
        raise KeysFileError(f"{where}: {one_line(error)}{_form(error)}") from None
    except tomllib.TOMLDecodeError as error:
        raise KeysFileError(f"{where}: {not_toml(error)}") from None
    except (ValueError, OverflowError) as error:  # a number or a date that is out of range
        raise KeysFileError(f"{where}: {error}") from None
    except RecursionError:
        raise KeysFileError(f"{where}: nested too deeply") from None
    _check(keys, where)
    return keys


def as_toml(key: ApiKey) -> str:
    """A key's entry in the file."""
    lines = [
        "[[key]]",
        f"name = {json.dumps(key.name)}",
        f'sha256 = "{key.digest.hex()}"',
        f"scopes = {json.dumps(sorted(key.scopes))}",
    ]
    if key.quota is not None:
        lines.append(f"quota_kib_per_minute = {key.quota!r}")
    if key.expires is not None:
        lines.append(f"expires = {key.expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    return "\n".join(lines) + "\n"


def add(path: Path, key: ApiKey) -> None:
    """Append a key to the file. A new file can only be read by its owner.

    The file is replaced atomically, so that no reader sees half of it. Raises `KeysFileError`.
    """
    path = path.resolve()  # replaces the target of a link, not the link
    exists = path.exists()
    if exists:
        read(path)
    before = path.read_text(encoding="utf-8").rstrip("\n") if exists else ""
    _replace(path, f"{before}\n\n{as_toml(key)}" if before else as_toml(key))


def remove(path: Path, key: ApiKey) -> None:
    """Remove a key's table from the file, which is replaced atomically; the rest does not change.

    Raises `KeysFileError`, also if the keys are not written as `[[key]]` tables.
    """
    path = path.resolve()
    keys = read(path)
    head, *tables = _TABLE.split(path.read_text(encoding="utf-8"))
    if len(tables) != len(keys):
        raise KeysFileError(f"{path}: its keys are not all `[[key]]` tables; edit it by hand")
    others = [(k, table) for k, table in zip(keys, tables, strict=True) if k.digest != key.digest]
    text = head + "".join(f"[[key]]{table}" for _, table in others)
    if parse(text, str(path)) != tuple(k for k, _ in others):
        raise KeysFileError(f"{path}: nothing was changed; edit it by hand")
    _replace(path, text)


def _replace(path: Path, text: str) -> None:
    """Replace the file by the text and keep its permissions. Raises `KeysFileError`."""
    parse(text, str(path))
    if not path.parent.is_dir():
        raise KeysFileError(f"{path}: there is no such folder; make it first")
    made, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(made, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            _take_after(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _form(error: ValidationError) -> str:
    """The form that the first wrong value should have, where it has one."""
    forms = {
        "name": "letters, digits and . _ - behind the first, 64 at most",
        "sha256": "64 hexadecimal digits in small letters, the key's hash",
    }
    first = error.errors(include_input=False, include_url=False)[0]
    if first["type"] != "string_pattern_mismatch":
        return ""
    return f": {forms[str(first['loc'][-1])]}"


def _key(entry: _Entry) -> ApiKey:
    return ApiKey(
        entry.name,
        bytes.fromhex(entry.sha256),
        frozenset(entry.scopes),
        entry.quota_kib_per_minute,
        _instant(entry.expires),
    )


def _instant(expires: date | None) -> datetime | None:
    """The time in UTC; a date means the beginning of that day. Raises `OverflowError`."""
    if expires is None:
        return None
    if isinstance(expires, datetime):
        return expires.astimezone(UTC)
    return datetime.combine(expires, time(), UTC)


def _check(keys: Iterable[ApiKey], where: str) -> None:
    digests: set[bytes] = set()
    quotas: dict[str, float | None] = {}
    for key in keys:
        if key.digest in digests:
            raise KeysFileError(f"{where}: one sha256 stands twice, at {key.name!r} again")
        digests.add(key.digest)
        if quotas.setdefault(key.name, key.quota) != key.quota:
            raise KeysFileError(f"{where}: the keys named {key.name!r} differ in their quota")


def _take_after(old: Path, new: str) -> None:
    """Copy permissions and owner of the replaced file, as far as this user may set them."""
    found = old.stat()
    os.chmod(new, stat.S_IMODE(found.st_mode))
    with contextlib.suppress(PermissionError):
        os.chown(new, found.st_uid, found.st_gid)
