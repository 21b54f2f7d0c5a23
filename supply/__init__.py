"""What the service is made of: known faults of it, and the bill of materials."""
