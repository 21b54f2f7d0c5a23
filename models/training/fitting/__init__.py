"""How a network is trained, calibrated and exported, and what is recorded of that."""
