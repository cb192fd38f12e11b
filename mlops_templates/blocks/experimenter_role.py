"""The role of the people where there is no CI/CD yet: they run the training pipeline by hand (R11)."""

from __future__ import annotations

from collections.abc import Sequence

from troposphere import AWSHelperFn, Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.scientist_role import ScientistRole, add_people
from mlops_templates.duties.experiment import EXPERIMENT


def add_experimenter_role(template: Template, *, key: Key, policies: Sequence[AWSHelperFn] = ()) -> ScientistRole:
    return add_people(template, key=key, duties=[EXPERIMENT], policies=policies)
