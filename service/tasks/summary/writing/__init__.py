"""A summary that a model writes: its drafts, their faults, and the check of each sentence."""
