"""Adapters that run the same app on other serving frameworks."""
