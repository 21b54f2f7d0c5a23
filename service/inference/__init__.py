"""The inference engine. This is the only package that imports torch and transformers."""
