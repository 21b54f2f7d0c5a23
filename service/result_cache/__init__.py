"""A cache of results in Redis that replicas share. It needs neither torch nor the web layer."""
