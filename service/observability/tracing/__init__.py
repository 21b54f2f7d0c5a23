"""OpenTelemetry traces. This package is imported only if traces are enabled."""
