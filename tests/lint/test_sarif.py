import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.lint import sarif
from mlops_templates.model import Finding
from tests.lint.sarif_2_1_0 import faults

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(tmp_path)
    found = [
        Finding("cloudformation/a b.yaml", 3, "E9501", "wrong"),
        Finding(str(tmp_path / "t.yaml"), 0, "W9512", "soon"),
        Finding("/elsewhere/t.yaml", 5, "I3011", "note"),
        Finding("cloudformation/a b.yaml", 9, "E9501", "again"),
    ]
    return json.loads(json.dumps(sarif(found)))


def test_log_has_the_members_that_sarif_requires(log: dict[str, Any]):
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]
    assert run["tool"]["driver"]["name"] == "mlops-templates"
    assert all(isinstance(result["message"]["text"], str) for result in run["results"])


def test_result_points_to_its_rule(log: dict[str, Any]):
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == 3
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_levels_are_those_of_sarif(log: dict[str, Any]):
    assert [result["level"] for result in log["runs"][0]["results"]] == ["error", "warning", "note", "error"]


def test_places_are_addresses_relative_to_the_folder_and_lines_from_one(log: dict[str, Any]):
    places = [result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"]]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "cloudformation/a%20b.yaml",
        "t.yaml",
        "file:///elsewhere/t.yaml",
        "cloudformation/a%20b.yaml",
    ]
    assert [place["region"]["startLine"] for place in places] == [3, 1, 5, 9]


def test_log_without_findings_is_a_log():
    assert sarif([])["runs"][0]["results"] == []
    assert faults(sarif([])) == []


def test_the_standard_has_nothing_against_a_log(log: dict[str, Any]):
    assert faults(log) == []


def _without(*keys: str | int) -> Change:
    def change(log: dict[str, Any]) -> None:
        holder: Any = log
        for key in keys[:-1]:
            holder = holder[key]
        del holder[keys[-1]]

    return change


def _with(value: object, *keys: str | int) -> Change:
    def change(log: dict[str, Any]) -> None:
        holder: Any = log
        for key in keys[:-1]:
            holder = holder[key]
        holder[keys[-1]] = value

    return change


RUN: tuple[str | int, ...] = ("runs", 0)
RESULT = (*RUN, "results", 0)
PLACE = (*RESULT, "locations", 0, "physicalLocation")


@pytest.mark.parametrize(
    ("change", "section"),
    [
        (_with("2.0.0", "version"), "3.13.2"),
        (_without("runs"), "3.13 "),
        (_without(*RUN, "tool", "driver", "name"), "3.19 "),
        (_without(*RUN, "tool", "driver", "rules", 0, "id"), "3.49 "),
        (_without(*RESULT, "message"), "3.27 "),
        (_with("fatal", *RESULT, "level"), "3.27.10"),
        (_with(2, *RESULT, "ruleIndex"), "3.27.6"),
        (_with("a b.yaml", *PLACE, "artifactLocation", "uri"), "3.4.3"),
        (_with("/a.yaml", *PLACE, "artifactLocation", "uri"), "3.4.3"),
        (_with(0, *PLACE, "region", "startLine"), "3.30.5"),
        (_with("x", *RESULT, "severity"), "3.27 "),
    ],
    ids=[
        "version",
        "runs",
        "name of the tool",
        "id of a rule",
        "message",
        "level",
        "rule of another",
        "space in a URI",
        "path from the root",
        "line zero",
        "unknown member",
    ],
)
def test_the_standard_has_something_against_each_log_that_is_wrong(change: Change, section: str, log: dict[str, Any]):
    change(log)
    assert section in " ".join(faults(log))
