"""Processes: one server that ends well, or several under a supervisor. No torch up here."""
