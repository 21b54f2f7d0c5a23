"""API keys with their scopes and quotas. This package does not depend on a web framework."""
