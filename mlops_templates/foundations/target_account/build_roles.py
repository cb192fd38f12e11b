"""The build roles: what builds of the tooling account may do here, which is to change and run training pipelines.

Builds of branches get less: pipelines of branches only. Those they may also take away.
"""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import AWSHelperFn, Sub, Template

from mlops_templates.duties.training_pipelines import CHANGE, FOLLOW, read_job_logs
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role
from mlops_templates.foundations.grants import pass_roles
from mlops_templates.foundations.target_account.names import DEVELOPMENT, target_role
from mlops_templates.foundations.target_account.tooling import look_up_facts, trusts_tooling
from mlops_templates.foundations.target_account.training_roles import TrainingRoles
from mlops_templates.model import Permission
from mlops_templates.naming import arn

OF_MAIN, OF_BRANCHES = "*-training", "*-training-*"
CLEAN_UP = ("sagemaker:DeletePipeline", "sagemaker:DescribePipeline", "sagemaker:ListPipelineExecutions")


@dataclass(frozen=True)
class BuildRoles:
    """What builds of main and of branches act as."""

    of_main: AWSHelperFn
    of_branches: AWSHelperFn


def add_build_roles(template: Template, *, training: TrainingRoles, ceiling: AWSHelperFn) -> BuildRoles:
    def add(
        identifier: str, builders: tuple[str, ...], purpose: str, permissions: tuple[Permission, ...]
    ) -> AWSHelperFn:
        return add_foundation_role(
            template,
            FoundationRole(
                identifier,
                name=target_role(identifier.lower()),
                duty=purpose,
                trust=trusts_tooling(*builders),
                permissions=(*permissions, *read_job_logs(), look_up_facts()),
                boundary=ceiling,
                condition=DEVELOPMENT,
            ),
        )

    main = (*_run(OF_MAIN), pass_roles(("sagemaker.amazonaws.com",), training.of_main))
    branches = (
        *_run(OF_BRANCHES),
        *_clean_up(OF_BRANCHES),
        pass_roles(("sagemaker.amazonaws.com",), training.of_branches),
    )
    return BuildRoles(
        of_main=add("Build", ("build",), "Builds of main in the tooling account run their pipelines here", main),
        # Over a connection the build of main builds branches, too.
        of_branches=add("Branch", ("branch", "build"), "Builds of branches run their pipelines here", branches),
    )


def _run(name: str) -> tuple[Permission, ...]:
    """Named as builds name pipelines; SageMaker writes names in ARNs in lower case."""
    pipeline, executions = _arns(name)
    return (
        Permission((*CHANGE, "sagemaker:StartPipelineExecution"), (pipeline,)),
        Permission(FOLLOW, (executions,)),
    )


def _clean_up(name: str) -> tuple[Permission, ...]:
    pipeline, executions = _arns(name)
    return (Permission(CLEAN_UP, (pipeline,)), Permission(("sagemaker:StopPipelineExecution",), (executions,)))


def _arns(name: str) -> tuple[Sub, Sub]:
    pipeline = arn("sagemaker", f"pipeline/{name}")
    return Sub(pipeline), Sub(f"{pipeline}/execution/*")
