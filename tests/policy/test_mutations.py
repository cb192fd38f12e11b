"""Each guard of our own templates is guarded: take it away, and its rule says so."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from cfnlint.rules import CloudFormationLintRule
from cfnlint.template import Template

import mlops_templates.policy
from mlops_templates.catalog import load_products
from mlops_templates.foundations.use_policies import use_policies_template
from mlops_templates.synth import chosen_scm, document

Document = dict[str, Any]
Mutation = Callable[[Document], None]

RULES = {rule.id: rule for rule in (getattr(mlops_templates.policy, name) for name in mlops_templates.policy.__all__)}
WITHOUT_A_GUARD = {"E9516": "endpoints are made by the deploy seed", "W9512": "a warning of what E9512 refuses"}


@cache
def catalogue() -> tuple[Document, ...]:
    """The templates of all products with their first provider, and the policies that their roles share."""
    made = [document(product, chosen_scm(product, product.scms[0])) for product in load_products().values()]
    return (*made, use_policies_template().to_dict())


def of_type(template: Document, kind: str) -> Iterator[Document]:
    return (one for one in template["Resources"].values() if one["Type"] == kind)


def first(template: Document, kind: str) -> Document:
    return next(of_type(template, kind), {"Properties": {}})["Properties"]


def without(kind: str, key: str) -> Mutation:
    """Take a property away from the first resource of a type."""
    return lambda template: first(template, kind).pop(key, None)


def with_value(kind: str, key: str, value: Any) -> Mutation:
    def mutate(template: Document) -> None:
        if properties := first(template, kind):
            properties[key] = value

    return mutate


def gone(kind: str) -> Mutation:
    """Take all resources of a type away."""

    def mutate(template: Document) -> None:
        template["Resources"] = {name: one for name, one in template["Resources"].items() if one["Type"] != kind}

    return mutate


def not_kept(key: str) -> Mutation:
    def mutate(template: Document) -> None:
        for bucket in of_type(template, "AWS::S3::Bucket"):
            bucket.pop(key, None)

    return mutate


def untargeted(key: str) -> Mutation:
    def mutate(template: Document) -> None:
        for target in first(template, "AWS::Events::Rule").get("Targets", []):
            target.pop(key, None)

    return mutate


def statement(**changes: Any) -> Mutation:
    """Change every statement of the shared policies that passes a role, and the first one besides."""

    def mutate(template: Document) -> None:
        for policy in of_type(template, "AWS::IAM::ManagedPolicy"):
            for one in policy["Properties"]["PolicyDocument"]["Statement"]:
                one.update(changes)
                if "Condition" in changes and not changes["Condition"]:
                    del one["Condition"]

    return mutate


def parameter(key: str) -> Mutation:
    def mutate(template: Document) -> None:
        for one in template.get("Parameters", {}).values():
            one.pop(key, None)

    return mutate


def section(*path: str) -> Mutation:
    def mutate(template: Document) -> None:
        for key in path[:-1]:
            template = template.get(key, {})
        template.pop(path[-1], None)

    return mutate


def untagged(template: Document) -> None:
    for resource in template["Resources"].values():
        resource.get("Properties", {}).pop("Tags", None)


def trusting(template: Document) -> None:
    for role in of_type(template, "AWS::IAM::Role"):
        for one in role["Properties"]["AssumeRolePolicyDocument"]["Statement"]:
            one.pop("Condition", None)


BUCKET, ROLE, TOPIC = "AWS::S3::Bucket", "AWS::IAM::Role", "AWS::SNS::Topic"
LONG = {"Fn::Sub": "sagemaker-${SageMakerProjectName}-" + "x" * 40}
PROJECT, OLD = "AWS::CodeBuild::Project", "aws/codebuild/standard:4.0"
ADMINISTRATOR = {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess"}

MUTATIONS: list[tuple[str, str, Mutation]] = [
    ("E9501", "bucket without encryption", without(BUCKET, "BucketEncryption")),
    ("E9502", "no policy of a bucket", gone("AWS::S3::BucketPolicy")),
    ("E9503", "bucket open to the public", without(BUCKET, "PublicAccessBlockConfiguration")),
    ("E9503", "objects of others", without(BUCKET, "OwnershipControls")),
    ("E9504", "role without boundary", without(ROLE, "PermissionsBoundary")),
    ("E9505", "role passed to any service", statement(Condition={})),
    ("E9506", "action with a wildcard", statement(Action=["s3:*"])),
    ("E9507", "any resource", statement(Resource="*", Condition={})),
    ("E9508", "no name of the project", section("Parameters", "SageMakerProjectName")),
    ("E9509", "long name", with_value(BUCKET, "BucketName", LONG)),
    ("E9510", "bucket that goes", not_kept("DeletionPolicy")),
    ("E9510", "bucket that is replaced", not_kept("UpdateReplacePolicy")),
    ("E9511", "event that is not retried", untargeted("RetryPolicy")),
    ("E9511", "event that is dropped", untargeted("DeadLetterConfig")),
    ("E9512", "old image", with_value(PROJECT, "Environment", {"Image": OLD})),
    ("E9513", "parameter without a word", parameter("ConstraintDescription")),
    ("E9513", "parameter without description", parameter("Description")),
    ("E9514", "name of all projects", with_value(TOPIC, "TopicName", "approval")),
    ("E9515", "queue that nobody watches", gone("AWS::CloudWatch::Alarm")),
    ("E9517", "form without groups", section("Metadata", "AWS::CloudFormation::Interface", "ParameterGroups")),
    ("E9517", "form without labels", section("Metadata", "AWS::CloudFormation::Interface", "ParameterLabels")),
    ("E9518", "optional fields not marked", section("Metadata", "SagemakerTemplateParameterRules")),
    ("E9519", "no tags", untagged),
    ("E9520", "one region", with_value(TOPIC, "DisplayName", "eu-central-1")),
    ("E9521", "role trusted for strangers", trusting),
    ("E9522", "administrator", with_value(ROLE, "ManagedPolicyArns", [ADMINISTRATOR])),
]  # fmt: skip


def said(rule: type[CloudFormationLintRule], template: Document) -> int:
    return len(rule().match(Template("t.yaml", template, regions=["us-east-1"])))


@pytest.mark.parametrize(
    ("rule", "mutation"),
    [(rule, mutation) for rule, _, mutation in MUTATIONS],
    ids=[f"{m[0]} {m[1]}" for m in MUTATIONS],
)
def test_guard_that_is_taken_away_is_missed(rule: str, mutation: Mutation) -> None:
    missed = 0
    for template in catalogue():
        mutated = copy.deepcopy(template)
        mutation(mutated)
        if mutated != template:
            assert said(RULES[rule], template) == 0
            missed += said(RULES[rule], mutated)
    assert missed > 0


def test_every_rule_guards_something_of_ours() -> None:
    assert {rule for rule, _, _ in MUTATIONS} | WITHOUT_A_GUARD.keys() == RULES.keys()
