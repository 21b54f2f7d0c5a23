"""Jobs over HTTP: uploads go into the store, and results are read from it as NDJSON."""
