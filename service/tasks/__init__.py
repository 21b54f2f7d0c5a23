"""`Document` to result, one module per task. Talks to models only through the engine."""
