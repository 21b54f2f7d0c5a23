"""The id of a request: the caller's if it is usable, or else a new one."""

from __future__ import annotations

import os
import random
import re

HEADER = "X-Request-ID"
_USABLE = re.compile(r"[\x21-\x7e]{1,128}")

# An id is no secret, and a system call for each took a sixteenth of the event loop's time.
_bits = random.Random(os.urandom(32)).getrandbits


def usable_or_new(given: str) -> str:
    """The id of a request with the header value `given`, which is empty if there was none."""
    return given if _USABLE.fullmatch(given) else f"{_bits(128):032x}"
