"""Recipes that rebuild the shipped weights; each is one command, given the data folder."""
