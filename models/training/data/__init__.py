"""Training rows: what is read from the data folder, and what is made of it."""
