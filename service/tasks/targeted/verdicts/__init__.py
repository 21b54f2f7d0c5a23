"""Verdicts from the scores of passages."""
