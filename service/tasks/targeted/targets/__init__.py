"""What verdicts are asked about."""
