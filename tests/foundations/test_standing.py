"""The foundations that need no products: listed once, and without a finding of cfn-lint or of our own rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from troposphere import Template

from mlops_templates.foundations import FOUNDATIONS
from mlops_templates.lint import lint
from mlops_templates.synth.foundations import synthesize_foundation


@pytest.mark.parametrize(("name", "make"), FOUNDATIONS, ids=[name for name, _ in FOUNDATIONS])
def test_it_has_no_finding(name: str, make: Callable[[], Template], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(synthesize_foundation(name, ()), encoding="utf-8")
    assert lint((path,)) == []


@pytest.mark.parametrize("make", [make for _, make in FOUNDATIONS], ids=[name for name, _ in FOUNDATIONS])
def test_every_parameter_stands_in_one_group_and_has_a_label(make: Callable[[], Template]) -> None:
    template = make().to_dict()
    interface = template["Metadata"]["AWS::CloudFormation::Interface"]
    grouped = [name for group in interface["ParameterGroups"] for name in group["Parameters"]]
    assert sorted(grouped) == sorted(template["Parameters"])
    assert interface["ParameterLabels"].keys() == template["Parameters"].keys()
