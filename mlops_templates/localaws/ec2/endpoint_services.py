"""Services of AWS that have endpoints in a VPC."""

from __future__ import annotations

from mlops_templates.localaws.errors import AwsError, not_emulated

GATEWAYS = frozenset({"dynamodb", "s3"})
INTERFACES = frozenset({
    "athena", "codeartifact.api", "codeartifact.repositories", "codebuild", "codecommit", "codeconnections.api",
    "codepipeline", "cloudformation", "ec2", "ecr.api", "ecr.dkr", "elasticmapreduce", "events", "execute-api",
    "git-codecommit", "glue", "kms", "lakeformation", "lambda", "logs", "monitoring", "s3", "sagemaker.api",
    "sagemaker.featurestore-runtime", "sagemaker.runtime", "secretsmanager", "servicecatalog", "sns", "sqs", "ssm",
    "ssmmessages", "states", "sts",
})  # fmt: skip
STUDIO = frozenset({"notebook", "studio"})
"""Named `aws.sagemaker.REGION.studio`."""


def check_service(name: str, kind: str, region: str) -> None:
    """Refuse a service that has no such endpoint.

    Raises:
        AwsError: InvalidServiceName; NotEmulated for one of AWS that nobody here knows.
    """
    short = name.removeprefix(f"com.amazonaws.{region}.")
    studio = name.removeprefix(f"aws.sagemaker.{region}.")
    if kind == "Interface" and (studio in STUDIO or short in INTERFACES):
        return
    if kind == "Gateway" and short in GATEWAYS:
        return
    if short != name and short not in GATEWAYS | INTERFACES:
        raise not_emulated(f"a VPC endpoint of the service {name}")
    if short != name:
        raise AwsError("InvalidParameter", f"Endpoint type ({kind}) does not match available service types.")
    raise AwsError("InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist")
