"""Models behind OpenAI-compatible endpoints: texts leave the service to reach them."""
