"""What is sent to a server, and how: texts, load generators, and the options of a run."""
