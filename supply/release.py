"""Checks a release: `python -m supply.release TAG --notes FILE`.

The tag must be `v` and the version of the package, and the changelog must have a dated section
of that version, which becomes the text of the release. With `--urls ADDRESS` the table of
`[project.urls]` for that repository is printed instead, so that a published package names the
repository that it was built in.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from service import __version__

ROOT = Path(__file__).resolve().parent.parent
_URLS = """
[project.urls]
Homepage = "{0}"
Documentation = "{0}/tree/{1}/docs"
Changelog = "{0}/blob/{1}/CHANGELOG.md"
Issues = "{0}/issues"
"""


class NotReady(Exception):
    """The tag, the version and the changelog contradict each other."""


def notes(tag: str, version: str, changelog: str) -> str:
    """The changelog's section of the version. Raises `NotReady`."""
    if tag != f"v{version}":
        raise NotReady(f"the tag is {tag}, the version of the package is {version}")
    section = re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)",
        changelog,
        re.M | re.S,
    )
    if section is None:
        raise NotReady(f"CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD`")
    return section[1].strip() + "\n"


def urls(address: str, tag: str) -> str:
    """The table of `pyproject.toml` with the links of a repository at a tag."""
    return _URLS.format(address.rstrip("/"), tag)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 1, with the reason on standard error, if the release is not ready."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tag")
    parser.add_argument("--notes", type=Path, help="file for the text of the release")
    parser.add_argument("--urls", metavar="ADDRESS", help="print the links of this repository")
    options = parser.parse_args(arguments)
    if options.urls:
        sys.stdout.write(urls(options.urls, options.tag))
        return 0
    try:
        text = notes(options.tag, __version__, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    except NotReady as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    if options.notes:
        options.notes.parent.mkdir(parents=True, exist_ok=True)
        options.notes.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
