"""A field of the form in Studio: in a group, for the consoles that show one."""

from __future__ import annotations

from troposphere import Parameter, Ref, Template

ACCOUNTS = "Accounts"
APPROVAL = "Approval and notices"
COSTS = "Costs"
DATA = "Data"
NETWORK = "Network"
TOOLS = "Tools"
TRAINING = "Training"


def add_parameter(template: Template, parameter: Parameter, *, group: str) -> Ref:
    """The field; its name is what the form shows, so names are chosen to be read."""
    template.add_parameter(parameter)
    template.add_parameter_to_group(parameter, group)
    return Ref(parameter)
