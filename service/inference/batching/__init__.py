"""Scheduling and batching of windows, in pure Python without torch, locks or a clock.

Times are passed in (seconds on any one clock), so that tests can simulate it. The lanes of
`service.inference.batching.worker_threads` hold one lock around it.
"""
