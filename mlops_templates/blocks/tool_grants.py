"""Use of tools outside the project, for experiments: none unless the form names them (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awacs.aws import Action, Allow, PolicyDocument, Statement
from troposphere import AWSHelperFn, Equals, If, Not, NoValue, Output, Parameter, Ref, Sub, Template, iam

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.named_arns import named_arns
from mlops_templates.blocks.parameter import TOOLS, add_parameter
from mlops_templates.blocks.role import Besides, add_role
from mlops_templates.duties.containers import PULL
from mlops_templates.duties.roles import pass_project
from mlops_templates.duties.spark import SPARK
from mlops_templates.duties.statement import statements
from mlops_templates.model import Permission
from mlops_templates.naming import IAM_PATH, arn, logical_id, project_role

APPLICATION, FUNCTIONS, IMAGES = "EmrApplicationId", "LambdaFunctions", "TeamImages"
A_FUNCTION, A_REPOSITORY = "[a-zA-Z0-9_-]{1,64}", "[a-z0-9][a-z0-9._/-]{1,255}"
# Name, pattern, what for.
FIELDS = (
    (APPLICATION, "^[0-9a-z]{0,64}$", "Id of an EMR Serverless application that runs Spark jobs"),
    (FUNCTIONS, f"^({A_FUNCTION}(,{A_FUNCTION})*)?$", "Lambda functions to invoke, with commas"),
    (IMAGES, f"^({A_REPOSITORY}(,{A_REPOSITORY})*)?$", "ECR repositories to pull from, with commas"),
)
# As Studio and an EMR Serverless step use an application: connect a notebook, or start a job and follow it.
USE_APPLICATION = ("AccessLivyEndpoints", "GetApplication", "ListJobRuns", "StartApplication", "StartJobRun")
FOLLOW_JOB = ("CancelJobRun", "GetDashboardForJobRun", "GetJobRun")
GET_TOKEN = Permission(("ecr:GetAuthorizationToken",), ("*",))


@dataclass(frozen=True)
class ToolGrants:
    """Policies for people and training, each of which exists when the form names its tool."""

    policies: Sequence[AWSHelperFn]


def add_tool_grants(template: Template, *, key: Key, datasets: AWSHelperFn) -> ToolGrants:
    """The grants; jobs of the application read the `datasets` too."""
    for field in FIELDS:
        _add_field(template, *field)
    _add_spark_role(template, key, datasets)
    policies = (
        _add_policy(template, "spark-jobs", APPLICATION, statements(_run_spark())),
        _add_policy(template, "functions", FUNCTIONS, [_invoke_functions()]),
        _add_policy(template, "team-images", IMAGES, [*statements([GET_TOKEN]), _pull_images()]),
    )
    return ToolGrants(policies)


def _add_field(template: Template, name: str, pattern: str, purpose: str) -> None:
    parameter = Parameter(
        name,
        Type="String",
        Default="",
        MaxLength=512,
        AllowedPattern=pattern,
        ConstraintDescription="must be names, with commas between them",
        Description=f"{purpose}; empty: none",
    )
    add_parameter(template, parameter, group=TOOLS)
    template.add_condition(f"Has{name}", Not(Equals(Ref(name), "")))


def _add_spark_role(template: Template, key: Key, datasets: AWSHelperFn) -> None:
    condition = f"Has{APPLICATION}"
    role = add_role(template, SPARK, key=key, besides=Besides(policies=[datasets], condition=condition))
    output = Output("SparkRoleArn", Condition=condition, Description="Runs Spark jobs of the project", Value=role.arn)
    template.add_output(output)


def _add_policy(template: Template, noun: str, field: str, allowed: Sequence[Statement]) -> AWSHelperFn:
    identifier = logical_id(noun, "policy")
    template.add_resource(
        iam.ManagedPolicy(
            identifier,
            Condition=f"Has{field}",
            Path=IAM_PATH,
            ManagedPolicyName=Sub(project_role(noun)),
            PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=list(allowed)),
        )
    )
    return If(f"Has{field}", Ref(identifier), NoValue)


def _run_spark() -> tuple[Permission, ...]:
    application = arn("emr-serverless", f"/applications/${{{APPLICATION}}}")
    return (
        # Studio shows what there is; it knows no resource.
        Permission(("emr-serverless:ListApplications",), ("*",)),
        Permission(_of("emr-serverless", USE_APPLICATION), (Sub(application),)),
        Permission(_of("emr-serverless", FOLLOW_JOB), (Sub(f"{application}/jobruns/*"),)),
        pass_project("spark", "emr-serverless.amazonaws.com"),
    )


def _invoke_functions() -> Statement:
    functions = named_arns(f"lambda:*:*:function:{{{FUNCTIONS}}}")
    return Statement(Effect=Allow, Action=[Action("lambda", "InvokeFunction")], Resource=functions)


def _pull_images() -> Statement:
    repositories = named_arns(f"ecr:*:*:repository/{{{IMAGES}}}")
    return Statement(Effect=Allow, Action=[Action(*action.split(":")) for action in PULL], Resource=repositories)


def _of(service: str, actions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{service}:{action}" for action in actions)
