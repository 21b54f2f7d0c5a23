"""Nothing that reads text takes more than time in proportion to its length."""
