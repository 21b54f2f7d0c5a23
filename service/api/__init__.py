"""The web layer. Never imports torch; a test enforces it."""
