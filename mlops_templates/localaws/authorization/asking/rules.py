"""Which member of a request names a resource, and the ARN it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A member, the type that it names (empty: any), and the ARN's service and resource part."""

    member: str
    type: str
    service: str
    pattern: str


def arn(rule: Rule, value: str, region: str, account: str) -> str:
    """A value that is an ARN already stands for itself, that of a group for all its versions where they are meant."""
    if value.startswith("arn:"):
        group = ":model-package-group/"
        versions = rule.type == "model-package" and group in value
        return f"{value.replace(group, ':model-package/')}/*" if versions else value
    return f"arn:aws:{rule.service}:{region}:{account}:{rule.pattern.format(value)}"


def _rules(service: str, rows: Iterable[tuple[str, str, str]]) -> tuple[Rule, ...]:
    return tuple(Rule(member, kind, service, pattern) for member, kind, pattern in rows)


_SAGEMAKER_NAMES = (
    ("CodeRepositoryName", "code-repository"),
    ("DomainId", "domain"),
    ("EndpointName", "endpoint"),
    ("EndpointConfigName", "endpoint-config"),
    ("HyperParameterTuningJobName", "hyper-parameter-tuning-job"),
    ("ModelName", "model"),
    ("ModelPackageGroupName", "model-package-group"),
    ("ModelPackageName", "model-package"),
    ("MonitoringScheduleName", "monitoring-schedule"),
    ("PipelineName", "pipeline"),
    ("ProcessingJobName", "processing-job"),
    ("ProjectName", "project"),
    ("TrainingJobName", "training-job"),
    ("TransformJobName", "transform-job"),
)

RULES: dict[str, tuple[Rule, ...]] = {
    "cloudwatch": _rules(
        "cloudwatch",
        [("AlarmName", "alarm", "alarm:{}"), ("AlarmNames", "alarm", "alarm:{}"), ("ResourceARN", "", "{}")],
    ),
    "cloudformation": _rules("cloudformation", [("StackName", "stack", "stack/{}/*")]),
    "codecommit": _rules(
        "codecommit",
        [(member, "repository", "{}") for member in ("repositoryName", "repositoryNames", "oldName", "resourceArn")],
    ),
    **{
        name: _rules(name, [("ConnectionArn", "", "{}"), ("ResourceArn", "", "{}")])
        for name in ("codeconnections", "codestar-connections")
    },
    "codebuild": _rules(
        "codebuild", [(member, "project", "project/{}") for member in ("name", "names", "projectName")]
    ),
    "dynamodb": _rules("dynamodb", [("TableName", "table", "table/{}"), ("ResourceArn", "", "{}")]),
    "states": _rules(
        "states",
        [
            ("name", "statemachine", "stateMachine:{}"),
            ("stateMachineArn", "statemachine", "{}"),
            ("executionArn", "execution", "{}"),
            ("resourceArn", "", "{}"),
        ],
    ),
    "events": _rules("events", [("EventBusName", "event-bus", "event-bus/{}"), ("ResourceARN", "", "{}")]),
    "sagemaker": _rules(
        "sagemaker",
        [
            *((member, kind, f"{kind}/{{}}") for member, kind in _SAGEMAKER_NAMES),
            ("ModelPackageArn", "model-package", "{}"),
            ("ModelPackageArnList", "model-package", "{}"),
            ("PipelineExecutionArn", "pipeline-execution", "{}"),
            # A version has no number yet, and a list is of all versions.
            ("ModelPackageGroupName", "model-package", "model-package/{}/*"),
            ("ResourceArn", "", "{}"),
        ],
    ),
    "servicecatalog": _rules(
        "catalog",
        [
            ("PortfolioId", "Portfolio", "portfolio/{}"),
            ("ProductId", "Product", "product/{}"),
            ("Id", "Portfolio", "portfolio/{}"),
            ("Id", "Product", "product/{}"),
        ],
    ),
    "sns": _rules("sns", [(member, "topic", "{}") for member in ("TopicArn", "TargetArn", "ResourceArn", "Name")]),
}
