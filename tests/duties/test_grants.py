"""What a form opens to a project: the named datasets for reading, the named tools for use, and no more of either."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.localaws.authorization.policy import Statements, parse
from mlops_templates.localaws.authorization.reference import actions_named
from tests.duties.rights import CHURN, EVERY_TEMPLATE, FORM, REGION, Role, arn, own_policies, role, roles
from tests.rendered import product_document

INITIAL = "initial-experiment"
APPLICATION = f"/applications/{FORM['EmrApplicationId']}"
GLUE = {"catalog": arn("glue", "catalog"), "sales": arn("glue", "database/sales")}
# Action, what the form names, something of the kind that it does not name.
NAMED = [
    ("s3:ListBucket", "arn:aws:s3:::lake-of-sales", "arn:aws:s3:::lake-of-sales-of-others"),
    ("s3:ListBucket", "arn:aws:s3:::lake-of-weather", "arn:aws:s3:::lake-of"),
    ("s3:GetObject", "arn:aws:s3:::lake-of-sales/2026/a.csv", "arn:aws:s3:::lake-of-people/2026/a.csv"),
    ("s3:GetObject", "arn:aws:s3:::lake-of-weather/a.csv", "arn:aws:s3:::other/lake-of-weather/a.csv"),
    ("glue:GetDatabase", arn("glue", "database/sales"), arn("glue", "database/people")),
    ("glue:GetDatabase", arn("glue", "database/weather"), arn("glue", "database/weather", "444455556666")),
    ("glue:GetTable", arn("glue", "table/sales/orders"), arn("glue", "table/people/sales")),
    ("glue:GetPartitions", arn("glue", "table/weather/days"), arn("glue", "table/whether/days")),
    (
        "athena:StartQueryExecution",
        arn("athena", f"workgroup/{FORM['AthenaWorkgroup']}"),
        arn("athena", "workgroup/primary"),
    ),
]
TOOLS = [
    ("emr-serverless:StartJobRun", arn("emr-serverless", APPLICATION), arn("emr-serverless", "/applications/00other")),
    (
        "emr-serverless:AccessLivyEndpoints",
        arn("emr-serverless", APPLICATION),
        arn("emr-serverless", f"{APPLICATION}/jobruns/1"),
    ),
    (
        "emr-serverless:GetJobRun",
        arn("emr-serverless", f"{APPLICATION}/jobruns/1"),
        arn("emr-serverless", "/applications/00other/jobruns/1"),
    ),
    ("lambda:InvokeFunction", arn("lambda", "function:score-rows"), arn("lambda", "function:score-rows-of-others")),
    ("lambda:InvokeFunction", arn("lambda", "function:join-ids"), arn("lambda", "function:join-ids", "444455556666")),
    ("ecr:BatchGetImage", arn("ecr", "repository/team/torch"), arn("ecr", "repository/team/tensorflow")),
    ("ecr:GetDownloadUrlForLayer", arn("ecr", "repository/team/xgboost"), arn("ecr", "repository/xgboost")),
]
READERS = ("scientist", "training", "spark")
CHANGES = ("abort", "batch", "create", "delete", "import", "put", "replicate", "reset", "restore", "stop", "update")
LAKE = {
    "s3": ("arn:aws:s3:::lake-of-sales", "arn:aws:s3:::lake-of-sales/a.csv"),
    "glue": (arn("glue", "catalog"), arn("glue", "database/sales"), arn("glue", "table/sales/orders")),
}


def ids(value: Any) -> str | None:
    return value.removeprefix("arn:aws:") if isinstance(value, str) else None


@pytest.mark.parametrize(("action", "named", "other"), NAMED, ids=ids)
@pytest.mark.parametrize("noun", READERS)
def test_people_training_and_spark_read_the_named_datasets_and_no_other(
    noun: str, action: str, named: str, other: str
) -> None:
    assert role(noun, INITIAL).may(action, named)
    assert not role(noun, INITIAL).may(action, other)


@pytest.mark.parametrize(("action", "named", "other"), TOOLS, ids=ids)
@pytest.mark.parametrize("noun", ["scientist", "training"])
def test_people_and_training_use_the_named_tools_and_no_other(noun: str, action: str, named: str, other: str) -> None:
    assert role(noun, INITIAL).may(action, named)
    assert not role(noun, INITIAL).may(action, other)


@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_no_role_of_a_project_writes_to_the_lake(product: str, scm: str) -> None:
    """Every action that changes something, of every service that a lake is made of."""
    asked = [
        (f"{service}:{action}", resource)
        for service, resources in LAKE.items()
        for action in actions_named(service)
        if action.startswith(CHANGES) and not action.startswith("batchget")
        for resource in resources
    ]
    assert len(asked) > 300
    for noun in roles(product, scm):
        judged = role(noun, product, scm)
        assert [pair for pair in asked if judged.may(*pair)] == []


@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_the_datasets_of_the_form_open_to_training_and_people_of_every_floor(product: str, scm: str) -> None:
    """And to builds, which copy what is trained on: a development account of its own has no way to the lake."""
    readers = {noun for noun in roles(product, scm) if role(noun, product, scm).may("s3:GetObject", LAKE["s3"][1])}
    assert readers == {*READERS, "build", "branch"} & set(roles(product, scm))


@pytest.mark.parametrize(("action", "named", "_"), NAMED + TOOLS, ids=ids)
def test_in_another_region_no_name_is_the_named_one(action: str, named: str, _: str) -> None:
    elsewhere = named.replace(REGION, "eu-west-2")
    assert elsewhere == named or not role("scientist", INITIAL).may(action, elsewhere)


def test_spark_runs_as_its_role_and_as_no_other() -> None:
    starter = role("scientist", INITIAL)
    assert starter.may("iam:PassRole", CHURN.role("spark"), iam__PassedToService="emr-serverless.amazonaws.com")
    assert not starter.may("iam:PassRole", CHURN.role("spark"), iam__PassedToService="sagemaker.amazonaws.com")
    assert not starter.may("iam:PassRole", CHURN.role("training"), iam__PassedToService="emr-serverless.amazonaws.com")


def test_spark_keeps_what_it_makes_under_a_prefix_of_its_own() -> None:
    spark: Role = role("spark", INITIAL)
    for action in ("s3:PutObject", "s3:DeleteObject"):
        assert spark.may(action, CHURN.bucket("ml-data", "/spark/out.parquet"))
        assert not spark.may(action, CHURN.bucket("ml-data", "/churn/train.csv"))


def test_a_tool_is_used_and_never_changed() -> None:
    """The reason for each action that only reads is its name; these are the others."""
    stated = {
        action
        for noun, policy in own_policies(INITIAL, "codecommit").items()
        if not noun.endswith("-datasets")
        for statement in policy
        for action in statement["Action"]
        if not action.partition(":")[2].startswith(("BatchCheck", "BatchGet", "Get", "List"))
    }
    assert stated == {
        "emr-serverless:AccessLivyEndpoints",
        "emr-serverless:CancelJobRun",
        "emr-serverless:StartApplication",
        "emr-serverless:StartJobRun",
        "iam:PassRole",
        "lambda:InvokeFunction",
    }


@pytest.mark.parametrize("scm", ["codecommit", "codeconnections", "github-actions"])
def test_nothing_is_granted_unless_the_form_names_it(scm: str) -> None:
    document = product_document(INITIAL, scm)
    fields = [name for name in FORM if name in document["Parameters"]]
    assert {document["Parameters"][name]["Default"] for name in fields} == {"", "none"}
    granting = [
        resource
        for name, resource in document["Resources"].items()
        if resource["Type"] == "AWS::IAM::ManagedPolicy" or name == "SparkRole"
    ]
    assert len(granting) == 5
    for resource in granting:
        (negated,) = document["Conditions"][resource["Condition"]]["Fn::Not"]
        field, empty = negated["Fn::Equals"]
        assert empty == document["Parameters"][field["Ref"]]["Default"]


def test_the_boundary_opens_no_tool_to_be_changed() -> None:
    """Whatever a policy of a project may come to say."""
    everything = role("scientist", INITIAL).boundary
    unlimited = Role(CHURN.role("scientist"), {}, _all(), everything)
    assert unlimited.may("lambda:InvokeFunction", arn("lambda", "function:any"))
    for action, resource in (
        ("lambda:UpdateFunctionCode", arn("lambda", "function:score-rows")),
        ("lambda:CreateFunction", arn("lambda", "function:score-rows")),
        ("emr-serverless:CreateApplication", "*"),
        ("emr-serverless:UpdateApplication", arn("emr-serverless", APPLICATION)),
        ("emr-serverless:DeleteApplication", arn("emr-serverless", APPLICATION)),
        ("ecr:PutImage", arn("ecr", "repository/team/torch")),
        ("glue:DeleteTable", arn("glue", "table/sales/orders")),
        ("athena:UpdateWorkGroup", arn("athena", f"workgroup/{FORM['AthenaWorkgroup']}")),
        ("s3:PutObject", "arn:aws:s3:::lake-of-sales/a.csv"),
    ):
        assert not unlimited.may(action, resource), action


def _all() -> Statements:
    return parse('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}')
