"""OpenTelemetry traces; imported only where they are asked for."""
