"""Whole texts that annotators read: verdicts, passages and tones against theirs."""
