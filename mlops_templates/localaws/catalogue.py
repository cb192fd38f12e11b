"""Which service answers what: ours, moto's, or nobody."""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass

from mlops_templates.localaws.service import Action

OWN = {
    "cloudformation": "mlops_templates.localaws.cloudformation",
    "codebuild": "mlops_templates.localaws.codebuild",
    "codecommit": "mlops_templates.localaws.codecommit",
    "codepipeline": "mlops_templates.localaws.codepipeline",
    "sagemaker": "mlops_templates.localaws.sagemaker",
    "sagemaker-runtime": "mlops_templates.localaws.sagemaker_runtime",
    "servicecatalog": "mlops_templates.localaws.servicecatalog",
}
"""Services that we answer alone: botocore's name and the module that holds `SERVICE`. Imported on first use."""

SHARED = {"events": "mlops_templates.localaws.events.actions"}
"""Services of moto of which we answer some actions ourselves."""

MOTO = frozenset({"events", "iam", "kms", "logs", "s3", "sns", "sqs", "ssm", "sts"})
"""Services that moto answers."""


@dataclass(frozen=True)
class Route:
    """Where a request goes; `action` is None when moto answers it."""

    service: str
    name: str
    action: Action | None


@functools.cache
def actions_of(service: str) -> dict[str, Action]:
    """The actions of a service that we answer ourselves, by name."""
    module = OWN.get(service) or SHARED.get(service)
    return importlib.import_module(module).SERVICE.actions if module else {}
