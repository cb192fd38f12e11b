"""Whether a metric reaches its threshold: an error may be at most that, everything else must be at least that."""

ERRORS = frozenset({"log_loss", "mae", "rmse"})


def reaches(metric: str, value: float, threshold: float) -> bool:
    return value <= threshold if metric in ERRORS else value >= threshold


def word(metric: str) -> str:
    """What the threshold of this metric is called."""
    return "limit" if metric in ERRORS else "threshold"


def allowed(tolerance: float, registered: float) -> float:
    """How far a metric may be from its registered value: absolute, and relative to a value above 1."""
    return tolerance * max(1.0, abs(registered))
