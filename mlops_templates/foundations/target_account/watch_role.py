"""The watch role: workflows outside AWS ask whether a model drifts here, since no event of AWS reaches them."""

from __future__ import annotations

from troposphere import AWSHelperFn, Sub, Template

from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role
from mlops_templates.foundations.target_account.names import target_role
from mlops_templates.foundations.target_account.tooling import trusts_tooling
from mlops_templates.model import Permission
from mlops_templates.naming import arn


def add_watch_role(template: Template, *, ceiling: AWSHelperFn) -> AWSHelperFn:
    alarms = Sub(arn("cloudwatch", "alarm:sagemaker-*-drift"))
    return add_foundation_role(
        template,
        FoundationRole(
            "Watch",
            name=target_role("watch"),
            duty="Builds of the tooling account ask whether a model drifts here",
            trust=trusts_tooling("build"),
            permissions=(Permission(("cloudwatch:DescribeAlarms",), (alarms,)),),
            boundary=ceiling,
        ),
    )
