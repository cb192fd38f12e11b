"""cfn-lint with our rules, over as many templates at once as there are processors."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from mlops_templates.lint.options import Options
from mlops_templates.model import Finding

MISSING_TYPE = "E3006"


def check(paths: Sequence[Path], options: Options) -> list[Finding]:
    """Every finding of cfn-lint, information included, and of our rules."""
    shares = _shares(paths, os.cpu_count() or 1)
    if len(shares) <= 1:
        return [finding for share in shares for finding in _check(share, options)]
    # Started afresh, because a fork of a process with threads may stand still for ever.
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        parts = pool.map(_check, shares, [options] * len(shares))
        return [finding for part in parts for finding in part]


def _shares(paths: Sequence[Path], processors: int) -> list[list[str]]:
    """The templates in shares of about the same size, at most one share for each processor."""
    shares: list[list[str]] = [[] for _ in range(min(processors, len(paths)))]
    sizes = [0] * len(shares)
    for path in sorted(paths, key=lambda path: path.stat().st_size, reverse=True):
        least = sizes.index(min(sizes))
        shares[least].append(str(path))
        sizes[least] += path.stat().st_size
    return shares


def _check(names: list[str], asked: Options) -> list[Finding]:
    # Here, because cfn-lint takes most of a second to import and only this function needs it.
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    options = ["--append-rules", "mlops_templates.policy", "--include-checks", "I", *asked.arguments]
    templates = [word for name in names for word in ("--template", glob.escape(name))]
    config = ConfigMixIn([*options, *templates])
    found = [
        Finding(file=str(match.filename), line=match.linenumber, rule=match.rule.id, message=match.message)
        for match in Runner(config).run()
    ]
    return _where_it_can_be(found, len(config.regions)) if asked.everywhere else found


def _where_it_can_be(findings: list[Finding], regions: int) -> list[Finding]:
    """Without those that a type is missing in some of all regions: there the template cannot be, and is not meant to.

    A type that is missing in all of them is told once.
    """
    missing: dict[tuple[str, int, str], list[Finding]] = {}
    for finding in findings:
        if finding.rule == MISSING_TYPE:
            kind = finding.message.partition(" does not exist in ")[0]
            missing.setdefault((finding.file, finding.line, kind), []).append(finding)
    nowhere = [found[0] for found in missing.values() if len(found) == regions]
    return [finding for finding in findings if finding.rule != MISSING_TYPE or finding in nowhere]
