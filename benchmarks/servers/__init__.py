"""The servers that are measured: how they are started, watched and compared."""
