import json
from pathlib import Path

import pytest

from acceptance.__main__ import API_SUITE, SUITES, chosen_tests, has_api

STAGING, SMOKE = SUITES["real-time"]["staging"], SUITES["real-time"]["smoke"]


@pytest.mark.parametrize(
    ("parameters", "expected"), [({"WithApi": "yes"}, True), ({"WithApi": "no"}, False), ({}, False)]
)
def test_the_configuration_of_the_stage_says_whether_there_is_an_api(
    tmp_path: Path, parameters: dict[str, str], expected: bool
) -> None:
    (tmp_path / "staging.json").write_text(json.dumps({"Parameters": parameters}))
    assert has_api(tmp_path, "staging") is expected


def test_the_api_is_tested_in_staging_and_asked_in_production() -> None:
    assert chosen_tests(STAGING, True) == STAGING
    assert chosen_tests(SMOKE, True) == (*SMOKE, API_SUITE)


def test_without_an_api_its_tests_are_left_out() -> None:
    assert chosen_tests(STAGING, False) == (*STAGING, f"--ignore={API_SUITE}")
    assert chosen_tests(SMOKE, False) == SMOKE


@pytest.mark.parametrize("path", [path for suites in SUITES.values() for paths in suites.values() for path in paths])
def test_every_suite_is_there(path: str) -> None:
    assert (Path(__file__).parents[2] / path).exists()
