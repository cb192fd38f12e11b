"""A project keeps what it holds when it goes up a floor: nothing stateful goes, nothing is made anew."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from mlops_templates.catalog import load_products
from mlops_templates.model import Phase
from tests.products.floors import is_stateful, losses, neighbours, replacements, stricter_parameters
from tests.rendered import Document, product_document

NEIGHBOURS = neighbours(load_products().values())
LOWEST = product_document("initial-experiment")
SOME = product_document()


@pytest.mark.parametrize("check", [losses, replacements, stricter_parameters])
def test_going_up_a_floor_costs_a_project_nothing(check: Callable[[Document, Document], list[str]]) -> None:
    costs = {
        (lower, upper, scm): check(product_document(lower, scm), product_document(upper, scm))
        for lower, upper, scm in NEIGHBOURS
    }
    assert {pair: cost for pair, cost in costs.items() if cost} == {}


def test_every_product_above_the_ground_continues_one_of_each_of_its_providers() -> None:
    phases = {product.phase for product in load_products().values()}
    continued = {(upper, scm) for _, upper, scm in NEIGHBOURS}
    alone = [
        (product.name, scm)
        for product in load_products().values()
        for scm in product.scms
        if (product.name, scm) not in continued and product.phase is not min(phases, key=lambda phase: phase.number)
    ]
    assert alone == []


def test_what_a_project_holds_is_counted_as_stateful() -> None:
    held = {name for name, resource in LOWEST["Resources"].items() if is_stateful(resource)}
    assert {"ArtifactsBucket", "BuildsLogGroup", "Key", "MainModelPackageGroup", "ModelBuildRepository"} <= held
    assert not {"DatasetsPolicy", "ScientistRole", "TrainingRole"} & held


def _without_key(upper: Document) -> None:
    del upper["Resources"]["Key"]


def _key_sometimes(upper: Document) -> None:
    upper["Resources"]["Key"]["Condition"] = "Sometimes"


def _bucket_of_another_name(upper: Document) -> None:
    upper["Resources"]["MlDataBucket"]["Properties"]["BucketName"] = "another"


def _repository_elsewhere(upper: Document) -> None:
    upper["Resources"]["ModelBuildCodeRepository"]["Properties"]["GitConfig"]["RepositoryUrl"] = "https://x"


def _other_type(upper: Document) -> None:
    upper["Resources"]["ApprovalTopic"] = {"Type": "AWS::SQS::Queue", "Properties": {}}


def _shorter_address(upper: Document) -> None:
    upper["Parameters"]["ApproverEmail"]["MaxLength"] = 10


@pytest.mark.parametrize(
    ("change", "check", "told"),
    [
        (_without_key, losses, ["Key"]),
        (_key_sometimes, losses, ["Key"]),
        (_bucket_of_another_name, replacements, ["MlDataBucket.BucketName"]),
        (_repository_elsewhere, replacements, ["ModelBuildCodeRepository.GitConfig/RepositoryUrl"]),
        (
            _other_type,
            replacements,
            ["ApprovalTopic: AWS::SNS::Topic becomes AWS::SQS::Queue", "ApprovalTopic.TopicName"],
        ),
        (_shorter_address, stricter_parameters, ["ApproverEmail"]),
    ],
)
def test_a_floor_that_would_cost_something_is_told(
    change: Callable[[Document], None], check: Callable[[Document, Document], list[str]], told: list[str]
) -> None:
    upper = copy.deepcopy(SOME)
    assert check(SOME, upper) == []
    change(upper)
    assert check(SOME, upper) == sorted(told)


def test_phases_are_floors_in_their_order() -> None:
    assert [phase.number for phase in Phase] == [1, 2, 3, 4]
