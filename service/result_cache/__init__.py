"""Finished results that replicas share, in Redis. Without torch and without the web."""
