import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from mlops_templates import conformance
from mlops_templates.catalog import load_products
from mlops_templates.conformance import Check, Verdict
from mlops_templates.model import Product
from tests.cli.runner import Run

PRODUCT = next(iter(load_products()))
GOOD = Check("size", "codecommit", Verdict.OK, "small")
MADE = Check("create", "codecommit", Verdict.OK, "9 resources", channel="s3")
ASKS = Check("life", "codeconnections", Verdict.NOT_RUN, "fill in")
BAD = Check("policy", "codecommit", Verdict.FAILED, "1 fault", ("t.yaml:1: E9501 wrong",))


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """What was filled in; which checks come depends on it."""
    given: list[dict[str, str]] = []

    def conform(
        product: Product, parameters: Mapping[str, str], state: Path, *, channels: tuple[str, ...], time_limit: float
    ) -> Iterator[Check]:
        given.append(dict(parameters))
        yield from (replace(MADE, channel=channel, told=f"{time_limit:g}") for channel in channels if parameters)
        yield from (BAD, GOOD) if "Bad" in parameters else (GOOD, ASKS)

    monkeypatch.setattr(conformance, "conform", conform)
    yield given


def test_each_check_is_a_line_and_what_is_not_run_is_no_failure(run: Run, filled: list[dict[str, str]]):
    ended = run("conform", PRODUCT)
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "ok      codecommit                            size         small",
        "not run codeconnections                       life         fill in",
        f"{PRODUCT}: 2 checks, 0 failed",
    ]


@pytest.mark.parametrize(
    ("words", "lived"),
    [
        ([], ["service-catalog create       600", "s3              create       600"]),
        (
            ["--channel", "all", "--time-limit", "9"],
            ["service-catalog create       9", "s3              create       9"],
        ),
        (["--channel", "s3"], ["s3              create       600"]),
    ],
    ids=["default", "time limit", "s3"],
)
def test_lives_are_those_of_the_channels_that_are_asked_for(
    words: list[str], lived: list[str], run: Run, filled: list[dict[str, str]]
):
    told = run("conform", PRODUCT, "--parameter", "Field=x", *words).out.splitlines()
    assert told[: len(lived)] == [f"ok      codecommit            {each}" for each in lived]
    assert "create" not in told[len(lived)]


def test_faults_stand_below_their_check_and_end_with_1(run: Run, filled: list[dict[str, str]]):
    ended = run("conform", PRODUCT, "--parameter", "Bad=a=b")
    assert ended.code == 1
    assert "    t.yaml:1: E9501 wrong\n" in ended.out
    assert filled == [{"Bad": "a=b"}]


def test_json_has_every_check_with_its_faults(run: Run, filled: list[dict[str, str]]):
    told = json.loads(run("conform", PRODUCT, "--parameter", "Bad=1", "--output", "json").out)
    assert [(check["name"], check["verdict"], check["faults"]) for check in told if not check["channel"]] == [
        ("policy", "failed", ["t.yaml:1: E9501 wrong"]),
        ("size", "ok", []),
    ]


@pytest.mark.parametrize(
    "words",
    [["no-such-product"], [PRODUCT, "--parameter", "Bad"], [PRODUCT, "--channel", "x"], [PRODUCT, "--time-limit", "0"]],
    ids=["product", "parameter", "channel", "time limit"],
)
def test_bad_input_ends_with_2(words: list[str], run: Run, filled: list[dict[str, str]]):
    ended = run("conform", *words)
    assert (ended.code, ended.out, filled) == (2, "", [])
