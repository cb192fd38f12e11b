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


def check(paths: Sequence[Path], options: Options) -> list[Finding]:
    """Every finding of cfn-lint, information included, and of our rules."""
    shares = _shares(paths, os.cpu_count() or 1)
    if len(shares) <= 1:
        return [finding for share in shares for finding in _check(share, options.arguments)]
    # Started afresh, because a fork of a process with threads may stand still for ever.
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        parts = pool.map(_check, shares, [options.arguments] * len(shares))
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


def _check(names: list[str], arguments: list[str]) -> list[Finding]:
    # Here, because cfn-lint takes most of a second to import and only this function needs it.
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    options = ["--append-rules", "mlops_templates.policy", "--include-checks", "I", *arguments]
    templates = [word for name in names for word in ("--template", glob.escape(name))]
    return [
        Finding(file=str(match.filename), line=match.linenumber, rule=match.rule.id, message=match.message)
        for match in Runner(ConfigMixIn([*options, *templates])).run()
    ]
