"""A workflow that deploys to a stage in another account takes on the roles of the target-account stack there."""

from __future__ import annotations

from mlops_templates.duties.targets import assume_in_own_target
from mlops_templates.model import Duty

STAGE_ENTRY = Duty(
    name="stage-entry",
    purpose="Enters the account of one stage, to deploy and to test there",
    services=(),
    permissions=(assume_in_own_target("deploy", "test"),),
)
