"""The passages of a text that bear on a target, and what a model reads of them."""
