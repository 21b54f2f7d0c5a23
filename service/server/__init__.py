"""Server processes: a single server with an orderly shutdown, or several under a supervisor."""
