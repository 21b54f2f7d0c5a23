"""Out-of-memory errors, distinguished from other failures of torch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.inference.protocol import OutOfMemory

# The CPU allocator raises a plain RuntimeError, so only its message can identify it.
_WORDS = ("not enough memory", "can't allocate memory", "out of memory", "bad_alloc")


@contextmanager
def memory_errors() -> Iterator[None]:
    """Raise `OutOfMemory` in place of the errors of torch and Python."""
    try:
        yield
    except MemoryError as error:
        raise OutOfMemory("a batch did not fit into memory") from error
    except RuntimeError as error:  # torch.OutOfMemoryError is a subclass
        if any(words in str(error).lower() for words in _WORDS):
            raise OutOfMemory("a batch did not fit into memory") from error
        raise
