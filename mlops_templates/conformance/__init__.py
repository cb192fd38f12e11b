"""The whole suite that a product passes before it is offered, ours or anybody's: `mlops-templates conform`.

product --renderings--> templates --lint, names, size, sameness, launch role, floors--> checks
                                  --life--> the embedded AWS: publish, then by each channel create, update, delete
"""

from mlops_templates.conformance.check import Check, Verdict
from mlops_templates.conformance.suite import TIME_LIMIT, conform

__all__ = ["TIME_LIMIT", "Check", "Verdict", "conform"]
