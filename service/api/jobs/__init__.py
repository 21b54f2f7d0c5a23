"""Jobs over HTTP: what is posted goes into the store, what is found comes out of it as lines."""
