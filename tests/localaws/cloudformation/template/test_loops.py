"""Loops and lengths written out, as the transform leaves a template."""

from __future__ import annotations

from typing import Any, NoReturn

from mlops_templates.localaws.cloudformation.template.evaluation import Scope
from mlops_templates.localaws.cloudformation.template.loops import unrolled
from mlops_templates.localaws.cloudformation.template.references import Reference
from mlops_templates.localaws.cloudformation.template.refusal import invalid


def nothing(reference: Reference) -> NoReturn:
    raise invalid(f"{reference} is not known here")


SCOPE = Scope(
    parameters={"Zones": ["a", "b-1"], "AWS::Region": "us-east-1"},
    mappings={"Ports": {"a": {"Open": ["80", "443"]}, "b": {"Open": ["22"]}}},
    resource=nothing,
    imported=lambda name: name,
    dynamic=lambda service, key: key,
)


def looped(collection: Any, fragment: dict[str, Any], **more: Any) -> Any:
    return unrolled({"Resources": {"Fn::ForEach::Each": ["Zone", collection, fragment], **more}}, SCOPE)["Resources"]


def test_a_loop_makes_one_member_of_each_item() -> None:
    made = looped({"Ref": "Zones"}, {"T&{Zone}": {"Type": "T"}}, Other={"Type": "O"})
    assert made == {"Ta": {"Type": "T"}, "Tb1": {"Type": "T"}, "Other": {"Type": "O"}}


def test_the_item_takes_its_place_in_ref_and_sub_only() -> None:
    body = {"A": {"Ref": "Zone"}, "B": {"Fn::Sub": "${Zone} in ${AWS::Region} &{Zone}"}, "${Zone}": "${Zone}"}
    assert looped(["x"], {"T${Zone}": body})["Tx"] == {
        "A": "x",
        "B": {"Fn::Sub": "x in ${AWS::Region} &{Zone}"},
        "${Zone}": "${Zone}",
    }


def test_a_variable_of_sub_hides_the_item() -> None:
    body = {"Fn::Sub": ["${Zone}", {"Zone": {"Ref": "Zone"}}]}
    assert looped(["x"], {"T${Zone}": body})["Tx"] == {"Fn::Sub": ["${Zone}", {"Zone": "x"}]}


def test_an_inner_loop_may_run_over_what_the_outer_one_chose() -> None:
    inner = ["Port", {"Fn::FindInMap": ["Ports", {"Ref": "Zone"}, "Open"]}, {"T${Zone}${Port}": {"Ref": "Port"}}]
    assert looped(["a", "b"], {"Fn::ForEach::Inner": inner}) == {"Ta80": "80", "Ta443": "443", "Tb22": "22"}


def test_a_loop_may_make_properties() -> None:
    loop = {"Fn::ForEach::P": ["Zone", ["x", "y"], {"P${Zone}": {"Ref": "Zone"}}]}
    made = unrolled({"Resources": {"T": {"Properties": loop}}}, SCOPE)
    assert made["Resources"]["T"]["Properties"] == {"Px": "x", "Py": "y"}


def test_a_name_inside_ref_and_get_att_may_be_made_of_the_item() -> None:
    made = looped(["x"], {"T${Zone}": [{"Ref": {"Fn::Sub": "Q${Zone}"}}, {"Fn::GetAtt": [{"Ref": "Zone"}, "Arn"]}]})
    assert made["Tx"] == [{"Ref": "Qx"}, {"Fn::GetAtt": ["x", "Arn"]}]


def test_a_length_is_a_number() -> None:
    lengths = [{"Fn::Length": {"Ref": "Zones"}}, {"Fn::Length": {"Fn::Split": ["|", "a|b|c"]}}, {"Fn::Length": []}]
    assert unrolled({"Outputs": {"O": lengths}}, SCOPE)["Outputs"]["O"] == [2, 3, 0]
