"""CI/CD of the model_deploy repository at GitHub: a role for rendering, one for each stage (R65).

Each stage's role trusts its environment alone. So nothing reaches production but a job that the reviewers of the
environment `production` let pass.
"""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import AWSHelperFn, Ref, Sub, Template

from mlops_templates.blocks.approval_topic import ApprovalTopic
from mlops_templates.blocks.ground import Ground
from mlops_templates.blocks.role import Besides, Role
from mlops_templates.blocks.stages import Stage, Stages
from mlops_templates.blocks.workflow_role import add_workflow_role
from mlops_templates.blocks.workflow_variables import add_workflow_variables
from mlops_templates.duties.deploy_production import DEPLOY_PRODUCTION
from mlops_templates.duties.deploy_render import DEPLOY_RENDER
from mlops_templates.duties.deploy_staging import DEPLOY_STAGING
from mlops_templates.duties.stage_entry import STAGE_ENTRY
from mlops_templates.model import Duty
from mlops_templates.naming import STAGE_ACCOUNT_TAG

BRANCH, STAGING, PRODUCTION = "ref:refs/heads/main", "environment:staging", "environment:production"


def add_model_deploy_workflow(template: Template, *, ground: Ground, stages: Stages, notices: ApprovalTopic) -> None:
    render = add_workflow_role(template, DEPLOY_RENDER, key=ground.key, source=ground.model_deploy, claim=BRANCH)
    staging = _add_stage_role(template, DEPLOY_STAGING, ground, stages.staging, STAGING)
    production = _add_stage_role(template, DEPLOY_PRODUCTION, ground, stages.production, PRODUCTION)
    add_workflow_variables(
        template,
        ground.model_deploy,
        {
            **ground.workplace.environment(),
            **stages.environment,
            "ALARM_TOPIC_ARN": notices.arn,
            "AWS_REGION": Ref("AWS::Region"),
            "RENDER_ROLE_ARN": render.arn,
            **_of_stage("STAGING", staging, stages.staging),
            **_of_stage("PRODUCTION", production, stages.production),
        },
    )


def _add_stage_role(template: Template, duty: Duty, ground: Ground, stage: Stage, claim: str) -> Role:
    account = stage.account
    besides = Besides() if account is None else Besides(duties=[STAGE_ENTRY], tags={STAGE_ACCOUNT_TAG: account})
    return add_workflow_role(template, duty, key=ground.key, source=ground.model_deploy, claim=claim, besides=besides)


def _of_stage(prefix: str, role: Role, stage: Stage) -> Mapping[str, AWSHelperFn]:
    """What one stage's job reads, and the other's does not."""
    variables = {f"{prefix}_ROLE_ARN": role.arn, f"{prefix}_STACK_ROLE_ARN": stage.stack_role}
    if stage.action_role is not None:
        variables |= {
            f"{prefix}_ACTION_ROLE_ARN": stage.action_role,
            f"{prefix}_TEST_ROLE_ARN": Sub(stage.test_role),
        }
    return variables
