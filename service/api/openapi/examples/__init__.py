"""Example requests with the answers that the service itself gave; `make examples` refreshes."""
