"""EventBridge: rules live in moto, matching and delivery live here."""
