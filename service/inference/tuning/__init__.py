"""Fine-tunes a classifier on a few hundred labelled rows."""
