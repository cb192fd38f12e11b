from __future__ import annotations

import json

import pytest

from mlops_templates.catalog import load_products
from mlops_templates.scm import SCMS
from tests.cli.runner import Run, runner
from tests.conftest import Aws

REGION = "me-south-1"
ALL = ", ".join(load_products())


@pytest.fixture
def run(aws: Aws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name, value in aws.environment().items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)
    return runner(monkeypatch, capsys)


def test_a_plan_is_shown_and_nothing_is_asked(run: Run) -> None:
    ended = run("publish", "--plan", "--region", "af-south-1")
    assert ended.code == 0
    assert "add     stack      mlops-templates-assets" in ended.out
    assert "add     product    Repeatable: Train, approve and serve a real-time model" in ended.out


def test_without_a_terminal_and_without_yes_nothing_is_written(run: Run, aws: Aws) -> None:
    ended = run("publish", "--region", "af-south-1")
    assert ended.code == 1
    assert "Nothing was written. Give --yes" in ended.err
    assert aws.client("cloudformation", "af-south-1").describe_stacks()["Stacks"] == []


def test_publish_ends_with_what_a_data_scientist_sees_and_a_second_one_changes_nothing(run: Run) -> None:
    first = run("publish", "--yes", "--region", REGION)
    assert first.code == 0, first.err
    assert "\n  Repeatable: Train, approve and serve a real-time model\n" in first.out
    assert "publish: stack mlops-templates-portfolio" in first.err
    assert "Next, a first project: aws sagemaker create-project" in first.out
    second = run("publish", "--yes", "--region", REGION, "--output", "json")
    answer = json.loads(second.out)
    assert answer["written"] is False
    assert {change["verb"] for change in answer["changes"]} == {"keep"}
    assert answer["products"]
    for product in answer["products"]:
        assert product["product_id"] in first.out
        assert product["version"] in first.out


def test_bad_input_is_refused_before_aws_is_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    ended = run("publish", "--portfolio-name", "", "--principal", "me", "--region", REGION)
    assert ended.code == 2
    assert "--portfolio-name has 0 characters" in ended.err
    assert "--principal me" in ended.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--product", "repeatable-realtime"),
            "no product 'repeatable-realtime'; did you mean 'repeatable-real-time'?",
        ),
        (("--product", "xyz"), f"no product 'xyz'; there are: {ALL}"),
        (
            ("--scm", "svn"),
            f"Not offered with source-code provider 'svn': {ALL}. Known providers: {', '.join(SCMS)}.",
        ),
    ],
    ids=["misspelt product", "unknown product", "unknown provider"],
)
def test_what_does_not_exist_is_one_line_before_aws_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    ended = run("publish", "--yes", *words, "--region", REGION)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"mlops-templates: error: {told}\n"


def test_an_unreachable_aws_is_one_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    ended = run("publish", "--plan", "--region", REGION)
    assert ended.code == 2
    assert "AWS is not reachable" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_missing_credentials_are_one_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    ended = run("publish", "--plan", "--region", REGION)
    assert ended.code == 2
    assert "Unable to locate credentials" in ended.err
    assert "aws sso login" in ended.err


def test_the_channel_of_s3_shows_the_files_that_studio_lists_and_no_portfolio(run: Run) -> None:
    ended = run("publish", "--channel", "s3", "--plan", "--region", "af-south-1")
    assert ended.code == 0, ended.err
    assert "add     template   2-repeatable-real-time.codecommit.yaml" in ended.out
    assert "add     stack      mlops-templates-s3-launch-role" in ended.out
    assert "portfolio" not in ended.out


def test_a_domain_without_the_channel_of_s3_is_refused(run: Run) -> None:
    ended = run("publish", "--domain-id", "d-ab12cd34ef56", "--plan", "--region", "af-south-1")
    assert ended.code == 2
    assert "give --channel s3 with it" in ended.err
