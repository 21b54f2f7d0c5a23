"""A stance or sentiment model fitted to a caller's own labelled rows."""
