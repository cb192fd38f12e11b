"""Access to named datasets and tools outside the project: none unless the form names them (R10, R15, R16)."""

from __future__ import annotations

from dataclasses import dataclass

from awacs.aws import Action, Allow, PolicyDocument, Statement
from troposphere import And, AWSHelperFn, Equals, If, Not, NoValue, Parameter, Ref, Sub, Template, iam

from mlops_templates.blocks.named_arns import named_arns
from mlops_templates.blocks.parameter import DATA, add_parameter
from mlops_templates.naming import IAM_PATH, project_role

DATABASE, WORKGROUP, LAKE = "GlueDatabase", "AthenaWorkgroup", "LakeBucket"
GRANTED = "HasDatasets"
READ = (
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetWorkGroup",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
    "glue:GetDatabase",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTables",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
)

NO_BUCKET = "none"
A_BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
# Name, pattern, default, what for.
FIELDS = (
    (DATABASE, "^([a-z0-9_-]+(,[a-z0-9_-]+)*)?$", "", "Glue databases to read, with commas"),
    (WORKGROUP, "^[a-zA-Z0-9._-]{0,128}$", "", "Athena workgroup for queries"),
    (LAKE, f"^{A_BUCKET}(,{A_BUCKET})*$", NO_BUCKET, "Buckets of the lake to read, with commas"),
)


@dataclass(frozen=True)
class DatasetGrants:
    """A policy that exists when the form names a dataset."""

    policy: AWSHelperFn


def add_dataset_grants(template: Template) -> DatasetGrants:
    """Reading alone: no action writes to the lake."""
    for field in FIELDS:
        _add_field(template, *field)
    template.add_condition(GRANTED, Not(Equals(Ref(LAKE), NO_BUCKET)))
    template.add_rule("DatasetsComplete", _named_together())
    template.add_resource(
        iam.ManagedPolicy(
            "DatasetsPolicy",
            Condition=GRANTED,
            Path=IAM_PATH,
            ManagedPolicyName=Sub(project_role("datasets")),
            PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[_reading()]),
        )
    )
    return DatasetGrants(policy=If(GRANTED, Ref("DatasetsPolicy"), NoValue))


def _add_field(template: Template, name: str, pattern: str, default: str, purpose: str) -> None:
    parameter = Parameter(
        name,
        Type="String",
        Default=default,
        MaxLength=512,
        AllowedPattern=pattern,
        ConstraintDescription="must be names",
        Description=f"{purpose}; {default or 'empty'}: none",
    )
    add_parameter(template, parameter, group=DATA)


def _named_together() -> dict[str, object]:
    """A database is read by queries of a workgroup, over the objects of a bucket."""
    return {
        "RuleCondition": Not(Equals(Ref(DATABASE), "")),
        "Assertions": [
            {
                "Assert": And(Not(Equals(Ref(WORKGROUP), "")), Not(Equals(Ref(LAKE), NO_BUCKET))),
                "AssertDescription": f"{DATABASE} needs {WORKGROUP} and {LAKE}",
            }
        ],
    }


def _reading() -> Statement:
    """One for all services: none of these actions knows a resource of another service than its own."""
    resources = named_arns(
        "glue:*:*:catalog",
        f"glue:*:*:database/{{{DATABASE}}}",
        f"glue:*:*:table/{{{DATABASE}}}/*",
        f"athena:*:*:workgroup/${{{WORKGROUP}}}",
        f"s3:::{{{LAKE}}}",
        f"s3:::{{{LAKE}}}/*",
    )
    actions = [Action(*action.split(":")) for action in READ]
    return Statement(Effect=Allow, Action=actions, Resource=resources)
