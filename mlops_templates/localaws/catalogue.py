"""Which service answers what: ours, moto's, or nobody."""

from __future__ import annotations

import functools
import importlib

from mlops_templates.localaws.service import Service

OWN = {
    "apigateway": "mlops_templates.localaws.apigateway",
    "cloudformation": "mlops_templates.localaws.cloudformation",
    "cloudwatch": "mlops_templates.localaws.cloudwatch",
    "codebuild": "mlops_templates.localaws.codebuild",
    "codecommit": "mlops_templates.localaws.codecommit",
    "codeconnections": "mlops_templates.localaws.codeconnections",
    "codepipeline": "mlops_templates.localaws.codepipeline",
    "codestar-connections": "mlops_templates.localaws.codeconnections.codestar",
    "dynamodb": "mlops_templates.localaws.dynamodb",
    "ec2": "mlops_templates.localaws.ec2",
    "ecr": "mlops_templates.localaws.ecr",
    "sagemaker": "mlops_templates.localaws.sagemaker",
    "sagemaker-runtime": "mlops_templates.localaws.sagemaker_runtime",
    "scheduler": "mlops_templates.localaws.scheduler",
    "servicecatalog": "mlops_templates.localaws.servicecatalog",
    "stepfunctions": "mlops_templates.localaws.stepfunctions",
}
"""Services that we answer alone: botocore's name and the module that holds `SERVICE`. Imported on first use."""

SHARED = {
    "events": "mlops_templates.localaws.events.actions",
    "iam": "mlops_templates.localaws.iam.actions",
}
"""Services of moto of which we answer some actions ourselves."""

BREACHES = {
    "events": "ValidationException",
    "iam": "ValidationError",
    "kms": "ValidationException",
    "logs": "InvalidParameterException",
    "s3": "InvalidRequest",
    "sns": "ValidationError",
    "sqs": "MissingParameter",
    "ssm": "ValidationException",
    "sts": "ValidationError",
}
"""The error that each service of moto has for a request that its API model does not allow."""

MOTO = frozenset(BREACHES)
"""Services that moto answers."""


@functools.cache
def service_named(name: str) -> Service:
    """The actions of a service that we answer ourselves; none for a service that is moto's alone."""
    module = OWN.get(name) or SHARED.get(name)
    found: Service = importlib.import_module(module).SERVICE if module else Service(name, breach=BREACHES[name])
    return found
