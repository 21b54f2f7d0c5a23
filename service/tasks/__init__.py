"""The analysis tasks: each computes a result for a `Document`, and uses models by the engine."""
