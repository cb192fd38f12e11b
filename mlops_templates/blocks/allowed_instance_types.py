"""The instance types that jobs of the project may run on: what is not named is denied, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

from awacs.aws import Action, Condition, Deny, ForAnyValueStringNotLike, PolicyDocument, Statement
from troposphere import AWSHelperFn, Parameter, Ref, Sub, Template, iam

from mlops_templates.blocks.parameter import TRAINING, add_parameter
from mlops_templates.naming import IAM_PATH, project_role

JOBS = ("CreateHyperParameterTuningJob", "CreateProcessingJob", "CreateTrainingJob", "CreateTransformJob")


@dataclass(frozen=True)
class AllowedInstanceTypes:
    """A policy that denies all other types."""

    policy: AWSHelperFn


def add_allowed_instance_types(template: Template) -> AllowedInstanceTypes:
    allowed = add_parameter(
        template,
        Parameter(
            "AllowedInstanceTypes",
            Type="CommaDelimitedList",
            Default="ml.t3.*,ml.m5.*,ml.c5.*",
            AllowedPattern=r"^ml\.[a-z0-9*]+\.[a-z0-9*]+$",
            ConstraintDescription="must be types such as ml.m5.large or ml.m5.*",
            Description="Instance types of jobs, with commas",
        ),
        group=TRAINING,
    )
    statement = Statement(
        Sid="OtherInstanceTypes",
        Effect=Deny,
        Action=[Action("sagemaker", name) for name in JOBS],
        Resource=["*"],
        Condition=Condition(ForAnyValueStringNotLike({"sagemaker:InstanceTypes": allowed})),
    )
    template.add_resource(
        iam.ManagedPolicy(
            "InstanceTypesPolicy",
            Path=IAM_PATH,
            ManagedPolicyName=Sub(project_role("instance-types")),
            PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[statement]),
        )
    )
    return AllowedInstanceTypes(policy=Ref("InstanceTypesPolicy"))
