"""Measurements of speed and of behaviour under load, run by hand.

Each module of this folder is one measurement, `python -m benchmarks.NAME`. Their common code is in
`load`, `servers` and `report`. `python -m benchmarks` runs those of docs/performance.md.
"""
