import re

import pytest
import troposphere
from troposphere import Template, s3

from mlops_templates.model import Phase, Product, Scm
from mlops_templates.scm import SCMS
from mlops_templates.synth import document
from tests.rendered import product_document

DOCUMENT = product_document()
COST_TAGS = [
    {"Key": "mlops:cost-center", "Value": {"Ref": "CostCenter"}},
    {"Key": "mlops:team", "Value": {"Ref": "Team"}},
]
OF_COSTS = [tag["Key"] for tag in COST_TAGS]
# SageMaker gives these to the stack of a project, and CloudFormation to every resource of it.
OF_THE_PROJECT = {"sagemaker:project-id", "sagemaker:project-name"}


def takes_tags(kind: str) -> bool:
    classes = {"AWS::SNS::Subscription": "SubscriptionResource"}
    module, name = kind.removeprefix("AWS::").split("::")
    found = getattr(__import__(f"troposphere.{module.lower()}", fromlist=["x"]), classes.get(kind, name))
    return "Tags" in found.props


@pytest.mark.parametrize("name", DOCUMENT["Resources"])
def test_everything_that_takes_tags_carries_those_of_its_costs(name: str):
    resource = DOCUMENT["Resources"][name]
    if resource["Type"] == "AWS::IAM::Role":
        # A role costs nothing; its tags say what it may do.
        assert not {*OF_COSTS, *OF_THE_PROJECT} & {tag["Key"] for tag in resource["Properties"]["Tags"]}
    elif takes_tags(resource["Type"]):
        tags = resource["Properties"]["Tags"]
        assert [tag for tag in tags if tag["Key"] in OF_COSTS] == COST_TAGS
        assert not OF_THE_PROJECT & {tag["Key"] for tag in tags}
    else:
        assert "Tags" not in resource["Properties"]


def test_tags_of_a_block_stay_beside_those_of_costs():
    def build(template: Template, scm: Scm) -> None:
        template.add_resource(s3.Bucket("B", Tags=troposphere.Tags(purpose="x")))

    product = Product(name="p", phase=Phase.INITIAL, title="t", description="d", seeds=(), build=build)
    tags = document(product, SCMS["codecommit"])["Resources"]["B"]["Properties"]["Tags"]
    assert [tag["Key"] for tag in tags] == ["purpose", *OF_COSTS]


def test_sections_and_resources_come_in_one_order():
    assert list(DOCUMENT) == [
        "AWSTemplateFormatVersion",
        "Description",
        "Metadata",
        "Parameters",
        "Rules",
        "Conditions",
        "Resources",
        "Outputs",
    ]
    assert list(DOCUMENT["Resources"]) == sorted(DOCUMENT["Resources"])
    assert all(next(iter(resource)) == "Type" for resource in DOCUMENT["Resources"].values())


def test_studio_gives_name_and_id_as_strings_without_default():
    for name in ("SageMakerProjectName", "SageMakerProjectId"):
        assert DOCUMENT["Parameters"][name]["Type"] == "String"
        assert "Default" not in DOCUMENT["Parameters"][name]


@pytest.mark.parametrize("parameter", DOCUMENT["Parameters"])
def test_every_field_of_the_form_has_a_group_and_an_explanation(parameter: str):
    interface = DOCUMENT["Metadata"]["AWS::CloudFormation::Interface"]
    assert [group for group in interface["ParameterGroups"] if parameter in group["Parameters"]]
    assert DOCUMENT["Parameters"][parameter]["ConstraintDescription"]


@pytest.mark.parametrize(
    ("name", "accepted"),
    [("a", True), ("Fraud-2", True), ("x" * 32, True), ("-a", False), ("a_b", False), ("a-", False), ("ä", False)],
)
def test_form_takes_the_project_names_that_sagemaker_takes(name: str, accepted: bool):
    assert bool(re.fullmatch(DOCUMENT["Parameters"]["SageMakerProjectName"]["AllowedPattern"], name)) is accepted


def test_project_id_is_lower_case_because_it_is_part_of_bucket_names():
    pattern = DOCUMENT["Parameters"]["SageMakerProjectId"]["AllowedPattern"]
    assert re.fullmatch(pattern, "p-abc123def456")
    assert not re.fullmatch(pattern, "p-ABC")
