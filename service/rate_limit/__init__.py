"""Rate limits by token buckets, counted in one process, over all workers or over all replicas."""
