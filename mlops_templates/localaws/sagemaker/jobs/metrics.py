"""Metrics that a training script prints, found by the regular expressions of MetricDefinitions."""

import re
from pathlib import Path

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.moments import now


def final_metrics(specification: Document, log: Path) -> list[Document]:
    """The last value of every metric in the log."""
    definitions = specification.get("MetricDefinitions", [])
    text = log.read_text(encoding="utf-8", errors="replace") if definitions and log.exists() else ""
    found = []
    for definition in definitions:
        value = _last(definition["Regex"], text)
        if value is not None:
            found.append({"MetricName": definition["Name"], "Value": value, "Timestamp": now()})
    return found


def _last(pattern: str, text: str) -> float | None:
    """The first group of the last match, when it is a number."""
    matches = [match for match in re.finditer(pattern, text) if match.groups()]
    try:
        return float(matches[-1].group(1)) if matches else None
    except (TypeError, ValueError):
        return None
