"""The web layer. It never imports torch, which a test enforces."""
