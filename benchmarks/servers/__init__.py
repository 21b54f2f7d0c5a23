"""Starts, watches and compares the servers under test."""
