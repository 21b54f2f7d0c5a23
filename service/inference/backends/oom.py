"""Out-of-memory errors, distinguished from other failures of torch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.inference.protocol import OutOfMemory

# The CPU allocator raises a plain RuntimeError, so its words are all there is to go by.
_WORDS = ("not enough memory", "can't allocate memory", "out of memory", "bad_alloc")


@contextmanager
def memory_errors() -> Iterator[None]:
    """Raise `OutOfMemory` in place of what torch and Python raise when memory runs out."""
    try:
        yield
    except MemoryError as error:
        raise OutOfMemory("a batch did not fit into memory") from error
    except RuntimeError as error:  # torch.OutOfMemoryError is one
        if any(words in str(error).lower() for words in _WORDS):
            raise OutOfMemory("a batch did not fit into memory") from error
        raise
