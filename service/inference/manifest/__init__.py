"""`model.toml`: its sections, and what tasks require of it."""
