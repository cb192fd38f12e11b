"""CI of the model_build repository at GitHub: a role for main, one for all branches (R65)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from troposphere import AWSHelperFn, Ref, Sub, Template

from mlops_templates.blocks.dataset_grants import DatasetGrants
from mlops_templates.blocks.ground import Ground
from mlops_templates.blocks.image_repository import add_image_repository
from mlops_templates.blocks.network_choice import add_network_choice
from mlops_templates.blocks.role import Besides
from mlops_templates.blocks.stage_accounts import PRODUCTION, StageAccounts
from mlops_templates.blocks.training_environment import training_environment
from mlops_templates.blocks.training_role import TrainingRole
from mlops_templates.blocks.workflow_role import add_workflow_role
from mlops_templates.blocks.workflow_variables import add_workflow_variables
from mlops_templates.duties.branch import BRANCH
from mlops_templates.duties.build import BUILD
from mlops_templates.duties.drift_watch import DRIFT_WATCH
from mlops_templates.naming import STAGE_ACCOUNT_TAG, project_resource, target_role_arn

NETWORK = ("SECURITY_GROUP_IDS", "SUBNET_IDS")


def add_model_build_workflow(
    template: Template,
    *,
    ground: Ground,
    training: TrainingRole,
    datasets: DatasetGrants,
    watched: StageAccounts | None,
) -> None:
    """With accounts to watch, a scheduled run asks the production account whether the model drifts."""
    source, key = ground.model_build, ground.key
    images = add_image_repository(template, key=key, guests=ground.guests)
    besides = Besides(policies=[images.policy, datasets.policy])
    watching = besides if watched is None else _watching(besides, watched)
    build = add_workflow_role(template, BUILD, key=key, source=source, claim="ref:refs/heads/main", besides=watching)
    branch = add_workflow_role(template, BRANCH, key=key, source=source, claim="ref:refs/heads/*", besides=besides)
    environment = training_environment(ground, training, add_network_choice(template))
    add_workflow_variables(
        template,
        source,
        {
            **ground.workplace.environment(),
            **{name: value for name, value in environment.items() if name not in NETWORK},
            "AWS_REGION": Ref("AWS::Region"),
            "BRANCH_ROLE_ARN": branch.arn,
            "BUILD_ROLE_ARN": build.arn,
            **({} if watched is None else _watch_variables()),
        },
        optional={**{name: environment[name] for name in NETWORK}, **images.environment()},
    )


def _watching(besides: Besides, accounts: StageAccounts) -> Besides:
    return replace(besides, duties=[DRIFT_WATCH], tags={STAGE_ACCOUNT_TAG: accounts.production})


def _watch_variables() -> Mapping[str, AWSHelperFn]:
    return {
        "DRIFT_ALARM_NAME": Sub(project_resource("prod-drift")),
        "DRIFT_WATCH_ROLE_ARN": Sub(target_role_arn("watch", account=f"${{{PRODUCTION}}}")),
    }
