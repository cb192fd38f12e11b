"""The boundary of the roles of a target account: what each of them may do at most, whatever its own policy says.

It is another one than that of the roles which stages make: the stack role makes those, and so must do more.
"""

from __future__ import annotations

from awacs.aws import Action, Allow, Condition, Deny, Null, PolicyDocument, Statement, StringLike, StringNotEquals
from troposphere import Sub, Template
from troposphere.iam import ManagedPolicy

from mlops_templates.foundations.target_account.names import (
    BUCKET,
    CEILING,
    DEPLOY_STACKS,
    STAGED_POLICIES,
    STAGED_ROLES,
    TARGET_ROLES,
    tooling_arn,
    tooling_bucket,
)
from mlops_templates.naming import IAM_PATH, PARTITION, REGION, arn, boundary_arn

# Service, actions, resources (without "arn:partition:service:region:account:").
INSIDE = (
    ("application-autoscaling", ("*",), ("scalable-target/*",)),
    ("cloudwatch", ("*",), ("alarm:sagemaker-*",)),
    ("ec2", ("CreateNetworkInterface*", "DeleteNetworkInterface*"),
     ("network-interface/*", "security-group/*", "subnet/*")),
    ("events", ("*",), ("rule/sagemaker-*",)),
    ("execute-api", ("Invoke",), ("*",)),
    ("kms", ("CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*"), ("key/*",)),
    ("logs", ("*",), ("log-group:*sagemaker-*", "log-group:/aws/sagemaker/*", "log-group:/mlops-templates-target/*")),
    ("sagemaker", ("*",), ("endpoint/*", "endpoint-config/*", "hyper-parameter-tuning-job/*", "model/*",
                           "pipeline/*", "processing-job/*", "training-job/*", "transform-job/*", "experiment*")),
    ("scheduler", ("*",), ("schedule/*/sagemaker-*",)),
    ("sns", ("*",), ("sagemaker-*",)),
    ("sqs", ("*",), ("sagemaker-*",)),
    ("ssm", ("GetParameter*",), ("parameter/mlops-templates/target/*",)),
)  # fmt: skip
# They know no resource, or none that is named in advance; none of them changes anything.
ANYWHERE = (
    "application-autoscaling:Describe*", "cloudwatch:DescribeAlarms", "ec2:Describe*", "ecr:GetAuthorizationToken",
    "logs:Describe*",
)  # fmt: skip
METRICS = ("/aws/sagemaker/*", "aws/sagemaker/*", "mlops-templates/*")
GIVE_RIGHTS = ("AttachRolePolicy", "CreateRole", "PutRolePermissionsBoundary", "PutRolePolicy")


def add_ceiling(template: Template) -> ManagedPolicy:
    return template.add_resource(
        ManagedPolicy(
            "TargetBoundary",
            ManagedPolicyName=Sub(CEILING),
            Path=IAM_PATH,
            Description="What roles of a staging, production or development account may do at most",
            PolicyDocument=PolicyDocument(
                Version="2012-10-17", Statement=[*_here(), *_in_tooling(), *_data(), *_iam(), *_denied()]
            ),
        )
    )


def _here() -> list[Statement]:
    api = f"arn:{PARTITION}:apigateway:{REGION}::"
    metrics = Condition(StringLike({"cloudwatch:namespace": list(METRICS)}))
    return [
        *(_allow(service, actions, *(arn(service, name) for name in names)) for service, actions, names in INSIDE),
        _allow("cloudformation", ("*",), DEPLOY_STACKS),
        _allow("apigateway", ("*",), f"{api}/restapis*", f"{api}/tags/*"),
        Statement(Effect=Allow, Action=[Action(*action.split(":")) for action in ANYWHERE], Resource=["*"]),
        Statement(
            Effect=Allow, Action=[Action("cloudwatch", "PutMetricData")], Resource=["*"], Condition=metrics
        ),
    ]  # fmt: skip


def _in_tooling() -> list[Statement]:
    """Images besides come from accounts of AWS, another one in each region."""
    registry = ("CreateModel", "CreateModelPackage", "DescribeModelPackage*", "ListModelPackages")
    return [
        _allow("ecr", ("BatchCheck*", "BatchGet*", "GetDownloadUrlForLayer"),
               "arn:${AWS::Partition}:ecr:${AWS::Region}:*:repository/sagemaker-*",
               tooling_arn("ecr", "repository/mlops-*")),
        _allow("events", ("PutEvents",), tooling_arn("events", "event-bus/default")),
        _allow("kms", ("Decrypt", "DescribeKey", "GenerateDataKey"), tooling_arn("kms", "key/*")),
        _allow("sagemaker", registry, tooling_arn("sagemaker", "model-package*")),
    ]  # fmt: skip


def _data() -> list[Statement]:
    own = f"arn:{PARTITION}:s3:::{BUCKET}"
    read = [one + end for one in (own, tooling_bucket("ml-data"), tooling_bucket("artifacts")) for end in ("", "/*")]
    return [
        _allow("s3", ("Get*", "List*"), *read),
        _allow("s3", ("AbortMultipartUpload", "PutObject"), f"{own}/*", f"{tooling_bucket('ml-data')}/*"),
        _allow("s3", ("DeleteObject*",), f"{own}/*"),
    ]


def _iam() -> list[Statement]:
    return [
        _allow("iam", ("*",), *STAGED_ROLES, *STAGED_POLICIES),
        _allow("iam", ("PassRole",), TARGET_ROLES),
    ]


def _denied() -> list[Statement]:
    return [
        Statement(
            Sid="DenyRolesWithoutBoundary",
            Effect=Deny,
            Action=[Action("iam", name) for name in GIVE_RIGHTS],
            Resource=["*"],
            Condition=Condition(StringNotEquals({"iam:PermissionsBoundary": Sub(boundary_arn())})),
        ),
        Statement(
            Sid="DenyPassRoleToAnyService",
            Effect=Deny,
            Action=[Action("iam", "PassRole")],
            Resource=["*"],
            Condition=Condition(Null({"iam:PassedToService": True})),
        ),
    ]


def _allow(service: str, actions: tuple[str, ...], *resources: str) -> Statement:
    return Statement(
        Effect=Allow,
        Action=[Action(service, action) for action in actions],
        Resource=[Sub(resource) for resource in resources],
    )
