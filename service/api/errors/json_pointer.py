"""RFC 6901 JSON pointers."""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = Sequence[str | int]

_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_STEP = 200


def pointer(path: Path) -> str:
    """The pointer of a path from the root.

    Steps are keys that the caller has chosen. Lone surrogates, which UTF-8 cannot encode, become
    U+FFFD, and a very long step is cut.
    """
    steps = (str(step)[:_LONGEST_STEP].replace("~", "~0").replace("/", "~1") for step in path)
    return "".join("/" + _SURROGATE.sub("\ufffd", step) for step in steps)
