"""How the cores are divided over the workers."""

from __future__ import annotations


def threads_each(workers: int, threads: int) -> int:
    """Compute threads of one worker, so that all have no more than `threads` together.

    Raises `ValueError` when there are more workers than threads: each needs one, and threads
    beyond the quota make every forward pass wait for a core. It is refused rather than
    lowered, so that a wrong number shows at the first start and not as a lost speed-up.
    """
    if workers > threads:
        raise ValueError(
            f"{workers} workers need at least as many compute threads; there are {threads} "
            "(the cores granted, or COPYDESK_THREADS)"
        )
    return threads // workers
