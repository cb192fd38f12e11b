"""Templates that are not project templates: what projects stand on and how they are offered."""
