"""Which windows run together, and when. Pure Python: no torch, no locks, no clock of its own.

Times are passed in (seconds on any one clock), so that tests run it by simulation. The lanes
of `service.inference.batching.worker_threads` hold one lock around it.
"""
