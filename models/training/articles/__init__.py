"""Labelled whole texts: their passages as training rows, and the heads that read verdicts."""
