"""The texts that the reader learns from: sets, leaks, a parser's analyses, annotators' labels."""
