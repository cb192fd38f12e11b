"""The rules as a set: listed, numbered, documented, and silent about our own templates."""

import re
from pathlib import Path

import pytest
from cfnlint.rules import CloudFormationLintRule

import mlops_templates.policy
from mlops_templates.data import data_folder
from mlops_templates.lint import lint, refusals
from mlops_templates.policy.name_budget import LIMITS
from tests.policy.linted import messages

FOLDER = Path(mlops_templates.policy.__file__).parent
RULES = [getattr(mlops_templates.policy, name) for name in mlops_templates.policy.__all__]


def rules_in_files() -> set[str]:
    found = [
        re.findall(r"^class (\w+)\(CloudFormationLintRule\)", path.read_text(), re.M) for path in FOLDER.glob("*.py")
    ]
    return {name for names in found for name in names}


def test_every_rule_in_the_folder_is_listed():
    assert rules_in_files() == set(mlops_templates.policy.__all__)


def test_every_rule_has_a_test_of_its_name():
    tests = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    rules = {f"test_{rule.__module__.rpartition('.')[2]}.py" for rule in RULES}
    assert rules <= tests


def test_ids_are_unique_and_ours():
    ids = [rule.id for rule in RULES]
    assert sorted(set(ids)) == sorted(ids)
    assert all(re.fullmatch(r"[EW]95\d\d", identifier) for identifier in ids)


def test_every_rule_says_why_and_where_to_read():
    for rule in RULES:
        assert issubclass(rule, CloudFormationLintRule)
        assert rule.source_url.startswith("https://docs.aws.amazon.com/")
        assert rule.description


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("properties", [None, [], "text", {"Fn::If": ["C", [], "text"]}], ids=str)
def test_no_rule_stumbles_over_a_wrong_shape(rule: type[CloudFormationLintRule], properties: object):
    kinds = sorted({"AWS::IAM::Policy", "AWS::S3::BucketPolicy", *LIMITS})
    resources = {f"R{number}": {"Type": kind, "Properties": properties} for number, kind in enumerate(kinds)}
    assert isinstance(messages(rule(), resources, {"P": properties}), list)


ORDINARY = {
    "Pipeline": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Name": "web-site"}},
    "Role": {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "codepipeline.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ]
            },
            "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
        },
    },
    "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "web-site-eu-central-1"}},
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_asks_of_an_ordinary_template_what_only_a_project_needs(rule: type[CloudFormationLintRule]):
    assert messages(rule(), ORDINARY, {}) == []


def test_committed_templates_have_no_finding():
    assert refusals(lint(sorted(data_folder("cloudformation").glob("*.yaml")))) == []
