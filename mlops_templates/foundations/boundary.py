"""The permissions boundary: what a role of a project may do at most, whatever its own policy says."""

from __future__ import annotations

from awacs.aws import Action, Allow, Condition, Deny, Null, PolicyDocument, Statement
from troposphere import Sub, Template
from troposphere.iam import ManagedPolicy

from mlops_templates.foundations.scopes import PROJECT_ROLES
from mlops_templates.naming import (
    ACCOUNT,
    IAM_PATH,
    PARTITION,
    REGION,
    arn,
    asset_bucket,
    boundary_name,
    target_role_arn,
)

PULL = ("BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer")

# Service, actions, resources (without "arn:partition:service:region:account:").
INSIDE_PROJECTS = (
    ("codecommit", ("*",), ("sagemaker-*",)),
    ("codebuild", ("*",), ("project/sagemaker-*", "build/sagemaker-*", "report-group/sagemaker-*")),
    ("codepipeline", ("*",), ("sagemaker-*",)),
    ("events", ("*",), ("rule/sagemaker-*",)),
    ("sns", ("Publish",), ("sagemaker-*",)),
    ("sqs", ("CreateQueue", "DeleteQueue", "Get*", "List*", "SendMessage", "Set*", "Tag*", "Untag*"), ("sagemaker-*",)),
    ("scheduler", ("*",), ("schedule/default/sagemaker-*",)),
    ("cloudwatch", ("*",), ("alarm:sagemaker-*",)),
    ("kms", ("Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*", "CreateGrant"), ("key/*",)),
    ("cloudformation", ("*",), ("stack/sagemaker-*",)),
    ("logs", ("*",), ("log-group:*sagemaker-*", "log-group:/aws/sagemaker/*")),
    (
        "ecr",
        ("CompleteLayerUpload", "DescribeImages", "InitiateLayerUpload", "PutImage", "UploadLayerPart"),
        ("repository/mlops-*",),
    ),
    ("ecr", PULL, ("repository/*",)),
    ("codeconnections", ("UseConnection",), ("connection/*",)),
    ("codestar-connections", ("UseConnection",), ("connection/*",)),
    # Datasets that a project's form names, for reading.
    ("athena", ("Get*", "StartQueryExecution", "StopQueryExecution"), ("workgroup/*",)),
    ("glue", ("Get*",), ("catalog", "database/*", "table/*")),
    # Tools that a project's form names, for experiments.
    (
        "emr-serverless",
        ("AccessLivyEndpoints", "CancelJobRun", "Get*", "ListJobRuns", "StartApplication", "StartJobRun"),
        ("/applications/*",),
    ),
    ("lambda", ("InvokeFunction",), ("function:*",)),
    # A container in a VPC has a network interface there.
    ("ec2", ("CreateNetwork*", "DeleteNetwork*"), ("network-interface/*", "security-group/*", "subnet/*")),
)

ANYWHERE = (
    ("cloudformation", "ValidateTemplate"),
    ("cloudwatch", "PutMetricData"),
    ("ec2", "Describe*"),
    ("ecr", "GetAuthorizationToken"),
    ("emr-serverless", "ListApplications"),
    ("logs", "Describe*"),
    ("sts", "GetCallerIdentity"),
)

# SageMaker names its entities after the project, so without a fixed prefix; administration stays out.
SAGEMAKER_ACTIONS = (
    "Add*", "Associate*", "BatchDescribe*", "BatchGet*", "Create*", "Delete*", "Describe*", "Disassociate*", "Get*",
    "InvokeEndpoint*", "List*", "Put*", "QueryLineage", "Retry*", "SendPipeline*", "Start*", "Stop*",
    "Update*",
)  # fmt: skip
# IAM cannot scope them.
SAGEMAKER_LISTS = ("List*", "Search")
SAGEMAKER_ADMINISTRATION = (
    "CreateDomain", "CreateUserProfile", "CreatePresigned*", "CreateProject", "DeleteDomain", "DeleteProject",
    "DeleteUserProfile", "UpdateDomain", "UpdateProject", "UpdateUserProfile",
)  # fmt: skip


def add_boundary(template: Template) -> ManagedPolicy:
    """Rights only within projects, never on IAM itself, and roles passed only to a named service."""
    return template.add_resource(
        ManagedPolicy(
            "Boundary",
            ManagedPolicyName=Sub(boundary_name()),
            Path=IAM_PATH,
            Description="What roles of SageMaker projects may do at most",
            PolicyDocument=PolicyDocument(
                Version="2012-10-17",
                Statement=[*(_inside(*row) for row in INSIDE_PROJECTS), *_shared(), *_sagemaker(), *_iam()],
            ),
        )
    )


def _inside(service: str, actions: tuple[str, ...], resources: tuple[str, ...]) -> Statement:
    arns = [Sub(arn(service, resource)) for resource in resources]
    return Statement(Effect=Allow, Action=[Action(service, action) for action in actions], Resource=arns)


def _shared() -> list[Statement]:
    buckets = [Sub(f"arn:{PARTITION}:s3:::sagemaker-*-{ACCOUNT}{suffix}") for suffix in ("", "/*")]
    return [
        Statement(
            Effect=Allow,
            Action=[Action("s3", name) for name in ("Get*", "List*", "PutObject*", "DeleteObject*", "Abort*")],
            Resource=buckets,
        ),
        # Images of AWS's frameworks, in accounts of AWS.
        Statement(
            Effect=Allow,
            Action=[Action("ecr", name) for name in PULL],
            Resource=[Sub(f"arn:{PARTITION}:ecr:{REGION}:*:repository/sagemaker-*")],
        ),
        # Seeds, and the lake that a project's form names.
        Statement(
            Effect=Allow,
            Action=[Action("s3", name) for name in ("GetBucket*", "GetObject*", "ListBucket*")],
            Resource=[Sub(f"arn:{PARTITION}:s3:::*")],
        ),
        # What is published is what later projects are made of. Named, because a `*` above may stand for a whole key.
        Statement(
            Sid="DenyPublishedAssets",
            Effect=Deny,
            Action=[Action("s3", name) for name in ("PutObject*", "DeleteObject*")],
            Resource=[Sub(f"arn:{PARTITION}:s3:::{asset_bucket()}/*")],
        ),
        Statement(Effect=Allow, Action=[Action(*pair) for pair in ANYWHERE], Resource=["*"]),
        # Each target account says itself whom it lets in.
        Statement(
            Effect=Allow, Action=[Action("sts", "AssumeRole")], Resource=[Sub(target_role_arn("*", account="*"))]
        ),
    ]


def _sagemaker() -> list[Statement]:
    return [
        # Models in the registry of another account are read and served too.
        Statement(
            Effect=Allow,
            Action=[Action("sagemaker", name) for name in SAGEMAKER_ACTIONS],
            Resource=[Sub(f"arn:{PARTITION}:sagemaker:{REGION}:*:*")],
        ),
        Statement(Effect=Allow, Action=[Action("sagemaker", name) for name in SAGEMAKER_LISTS], Resource=["*"]),
        Statement(Effect=Deny, Action=[Action("sagemaker", name) for name in SAGEMAKER_ADMINISTRATION], Resource=["*"]),
    ]


def _iam() -> list[Statement]:
    return [
        Statement(
            Effect=Allow, Action=[Action("iam", "GetRole"), Action("iam", "PassRole")], Resource=[Sub(PROJECT_ROLES)]
        ),
        Statement(
            Sid="DenyIamBeyondProjects", Effect=Deny, Action=[Action("iam", "*")], NotResource=[Sub(PROJECT_ROLES)]
        ),
        Statement(
            Sid="DenyPassRoleToAnyService",
            Effect=Deny,
            Action=[Action("iam", "PassRole")],
            Resource=["*"],
            Condition=Condition(Null({"iam:PassedToService": True})),
        ),
    ]
