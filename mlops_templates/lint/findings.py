"""Templates to findings, with those that are known already taken from the cache."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mlops_templates.lint.cache import FindingsCache
from mlops_templates.lint.checking import check
from mlops_templates.lint.options import Options
from mlops_templates.lint.templates import templates_in
from mlops_templates.model import Finding

ORDINARY = Options()

WARNINGS = frozenset({"W9512"})
"""Rules that tell of what is to come and refuse nothing."""


def lint(paths: Iterable[Path], options: Options = ORDINARY, cache: FindingsCache | None = None) -> list[Finding]:
    """Every finding about the templates, files or folders of them, in the order of files and lines."""
    files = templates_in(paths)
    known = {path: found for path in files if cache and (found := cache.read(path, options)) is not None}
    unknown = [path for path in files if path not in known]
    fresh: dict[str, list[Finding]] = {str(path): [] for path in unknown}
    for finding in check(unknown, options):
        fresh[finding.file].append(finding)
    for path in unknown:
        found = sorted(fresh[str(path)], key=lambda finding: (finding.line, finding.rule, finding.message))
        known[path] = found
        if cache:
            cache.write(path, options, found)
    return [finding for path in files for finding in known[path]]


def refusals(findings: Iterable[Finding]) -> list[Finding]:
    """Those that must be mended before the templates can be used."""
    return [finding for finding in findings if finding.rule not in WARNINGS]
