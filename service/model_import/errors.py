"""The error of a model that cannot be added."""

from __future__ import annotations


class CannotAdd(Exception):
    """A model cannot be added. The message is a sentence that says why and what helps."""
