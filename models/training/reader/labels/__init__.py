"""Labels of tokens from annotations of several kinds: attributions, names, references."""
