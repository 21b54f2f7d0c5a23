"""Posted text to `Document`. Imports neither torch nor a web framework."""
