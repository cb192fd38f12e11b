"""The job that puts the first commit into a repository outside AWS."""

from __future__ import annotations

from awacs.aws import Condition, StringLike
from troposphere import Sub

from mlops_templates.duties.builds import last_build_permissions
from mlops_templates.duties.own import OWN_REPOSITORIES
from mlops_templates.duties.source_connection import SERVICES
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import arn

SEED = Duty(
    name="seed",
    purpose="Pushes the first commit into the repositories of the project",
    services=("codebuild.amazonaws.com",),
    permissions=(
        *last_build_permissions(),
        *(
            Permission(
                (f"{service}:UseConnection",),
                (Sub(arn(service, "connection/*")),),
                Condition(StringLike({f"{service}:FullRepositoryId": list(OWN_REPOSITORIES)})),
            )
            for service in SERVICES
        ),
    ),
)
