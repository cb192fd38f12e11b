"""What the suites under tests/ stand on: the endpoint, the held-out rows, the metrics, the approval text."""
