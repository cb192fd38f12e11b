"""A scheduled workflow asks the production account whether the model there drifts: no event of AWS reaches GitHub."""

from __future__ import annotations

from mlops_templates.duties.targets import assume_in_own_target
from mlops_templates.model import Duty

DRIFT_WATCH = Duty(
    name="drift-watch",
    purpose="Looks at the drift alarm of production, to train anew",
    services=(),
    permissions=(assume_in_own_target("watch"),),
)
