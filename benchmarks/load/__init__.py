"""The load on a server: texts, load generators, and the options of a run."""
