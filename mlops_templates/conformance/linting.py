"""Templates through cfn-lint and our rules, told in three checks."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mlops_templates.conformance.check import Check, judged
from mlops_templates.conformance.rendering import Rendering
from mlops_templates.lint import FindingsCache, cache_folder, lint, refusals

NAMES = frozenset({"E9509", "E9514"})
OURS = ("E95", "W95")


def findings(rendering: Rendering) -> list[Check]:
    """cfn-lint, our policy, and the names among it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{rendering.product.name}.{rendering.scm}.yaml"
        path.write_text(rendering.text, encoding="utf-8")
        found = refusals(lint([path], cache=FindingsCache(cache_folder())))
    told = [(finding.rule, f"{path.name}:{finding.line}: {finding.rule} {finding.message}") for finding in found]
    names = [line for rule, line in told if rule in NAMES]
    policy = [line for rule, line in told if rule.startswith(OURS) and rule not in NAMES]
    others = [line for rule, line in told if not rule.startswith(OURS)]
    return [
        judged("cfn-lint", rendering.scm, others, "no finding"),
        judged("policy", rendering.scm, policy, "no finding of our rules"),
        judged("names", rendering.scm, names, "fit the longest project name, and are of one project"),
    ]
