"""Measurements of speed and of behaviour under load; run by hand, `python -m benchmarks.NAME`."""
