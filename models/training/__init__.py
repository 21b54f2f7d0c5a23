"""Recipes that rebuild the shipped weights, and what is measured and recorded of them.

Each module of this folder is one command, `python -m models.training.NAME`; the rows they train
on are made in `data`, and what they share in training is in `fitting`.
"""
