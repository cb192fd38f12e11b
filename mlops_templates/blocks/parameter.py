"""A field of the form in Studio: with a group and a label for the consoles that show them."""

from __future__ import annotations

from troposphere import Parameter, Ref, Template

ACCOUNTS = "Accounts"
APPROVAL = "Approval and notices"
COSTS = "Costs"
DATA = "Data"
NETWORK = "Network"
SOURCE = "Source code"
TRAINING = "Training"


def add_parameter(template: Template, parameter: Parameter, *, group: str, label: str) -> Ref:
    template.add_parameter(parameter)
    template.add_parameter_to_group(parameter, group)
    template.set_parameter_label(parameter, label)
    return Ref(parameter)
