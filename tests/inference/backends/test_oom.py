"""Running out of memory is an error of its own."""

from __future__ import annotations

import pytest
import torch

from service.inference.backends.oom import memory_errors
from service.inference.protocol import OutOfMemory


def test_torchs_own_allocator_is_understood() -> None:
    with pytest.raises(OutOfMemory), memory_errors():
        torch.empty(2**60, dtype=torch.uint8)


@pytest.mark.parametrize(
    "error",
    [MemoryError(), torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("bad_alloc")],
)
def test_errors_that_mean_it(error: Exception) -> None:
    with pytest.raises(OutOfMemory), memory_errors():
        raise error


def test_other_errors_pass_unchanged() -> None:
    with pytest.raises(RuntimeError, match="shapes"), memory_errors():
        raise RuntimeError("shapes do not fit")
