"""Templates through cfn-lint and our own rules, in one process."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Finding


def lint(files: Iterable[Path]) -> list[Finding]:
    """Every finding of cfn-lint, information included, and of our rules, in the order of files and lines."""
    paths = list(files)
    if faults := [fault for path in paths if (fault := _fault(path))]:
        raise MlopsTemplatesError("\n".join(faults))
    return [finding for path in paths for finding in sorted(_lint_file(path), key=lambda finding: finding.line)]


def _fault(path: Path) -> str:
    """Why the file cannot be checked; cfn-lint says it less well, and in the log."""
    if path.is_dir():
        return f"{path} is a folder: name its templates, for example {path}/*.yaml"
    if not path.is_file():
        return f"no such file: {path}"
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return f"{path} is not UTF-8 text: {error.reason} at byte {error.start}"
    return ""


def _lint_file(path: Path) -> list[Finding]:
    # Here, because cfn-lint takes most of a second to import and only this function needs it.
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    options = ["--append-rules", "mlops_templates.policy", "--include-checks", "I", "--regions", "us-east-1"]
    return [
        Finding(file=str(path), line=match.linenumber, rule=match.rule.id, message=match.message)
        for match in Runner(ConfigMixIn([*options, "--template", str(path)])).run()
    ]
