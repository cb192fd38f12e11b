"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mlops_templates import __version__
from mlops_templates.model import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"E": "error", "W": "warning", "I": "note"}


def sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """One run; paths are relative to the current folder where they are in it."""
    rules = sorted({finding.rule for finding in findings})
    driver = {"name": "mlops-templates", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, rules.index(finding.rule)) for finding in findings],
            }
        ],
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": _uri(finding.file)}, "region": {"startLine": max(finding.line, 1)}}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS.get(finding.rule[:1], "warning"),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    path = Path(file).absolute()
    uri = path.as_uri()
    here = Path.cwd().as_uri() + "/"
    return uri.removeprefix(here)
