"""Access to named datasets and tools outside the project: none unless the form names them (R10, R15, R16)."""

from __future__ import annotations

from dataclasses import dataclass

from awacs.aws import PolicyDocument
from troposphere import And, AWSHelperFn, Equals, If, Not, NoValue, Parameter, Ref, Sub, Template, iam

from mlops_templates.blocks.parameter import DATA, add_parameter
from mlops_templates.duties.statement import statements
from mlops_templates.model import Permission
from mlops_templates.naming import IAM_PATH, arn, project_role

DATABASE, WORKGROUP, LAKE = "GlueDatabase", "AthenaWorkgroup", "LakeBucket"
GRANTED = "HasDatasets"
QUERY = (
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetWorkGroup",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
)
CATALOGUE = ("glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables")


NO_BUCKET = "none"
# Name, pattern, default, what for.
FIELDS = (
    (DATABASE, "^[a-z0-9_-]{0,255}$", "", "Glue database that the project may read"),
    (WORKGROUP, "^[a-zA-Z0-9._-]{0,128}$", "", "Athena workgroup for its queries"),
    (LAKE, "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", NO_BUCKET, "Bucket under that database"),
)


@dataclass(frozen=True)
class DatasetGrants:
    """A policy that exists when the form names a dataset."""

    policy: AWSHelperFn


def add_dataset_grants(template: Template) -> DatasetGrants:
    """Reading alone: no action writes to the lake."""
    for field in FIELDS:
        _add_field(template, *field)
    template.add_condition(GRANTED, Not(Equals(Ref(DATABASE), "")))
    template.add_rule("DatasetsComplete", _named_together())
    template.add_resource(
        iam.ManagedPolicy(
            "DatasetsPolicy",
            Condition=GRANTED,
            Path=IAM_PATH,
            ManagedPolicyName=Sub(project_role("datasets")),
            PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=statements(_permissions())),
        )
    )
    return DatasetGrants(policy=If(GRANTED, Ref("DatasetsPolicy"), NoValue))


def _add_field(template: Template, name: str, pattern: str, default: str, purpose: str) -> None:
    parameter = Parameter(
        name,
        Type="String",
        Default=default,
        MaxLength=255,
        AllowedPattern=pattern,
        ConstraintDescription="must be one name",
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


def _permissions() -> tuple[Permission, ...]:
    catalogue = ("catalog", f"database/${{{DATABASE}}}", f"table/${{{DATABASE}}}/*")
    lake, objects = (Sub(f"arn:${{AWS::Partition}}:s3:::${{{LAKE}}}{suffix}") for suffix in ("", "/*"))
    return (
        Permission(CATALOGUE, tuple(Sub(arn("glue", part)) for part in catalogue)),
        Permission(QUERY, (Sub(arn("athena", f"workgroup/${{{WORKGROUP}}}")),)),
        Permission(("s3:GetBucketLocation", "s3:ListBucket"), (lake,)),
        Permission(("s3:GetObject",), (objects,)),
    )
