"""What a summary's sentences are ranked by, fitted to the choices of annotators."""
