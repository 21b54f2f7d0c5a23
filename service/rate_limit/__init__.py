"""How much each caller may post: token buckets, in one process, over workers, over replicas."""
