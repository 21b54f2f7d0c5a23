"""Divides the compute threads among the workers."""

from __future__ import annotations


def threads_each(workers: int, threads: int) -> int:
    """Compute threads of one worker, so that all workers together have at most `threads`.

    Raises `ValueError` for more workers than threads. Each worker needs one, and threads beyond
    the quota make every forward pass wait for a core. A smaller number of workers is not chosen
    silently, so that a wrong setting shows at the first start.
    """
    if workers > threads:
        raise ValueError(
            f"{workers} workers need at least as many compute threads; there are {threads} "
            "(the cores granted, or COPYDESK_THREADS)"
        )
    return threads // workers
