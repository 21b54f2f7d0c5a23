"""Copydesk: summary, stance and sentiment of an article, with evidence for every claim."""

__version__ = "0.1.0"
