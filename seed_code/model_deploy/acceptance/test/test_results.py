import json
from pathlib import Path

from acceptance import results
from acceptance.results import Results
from acceptance.test import examples
from acceptance.test.examples import BAD, GOOD
from deployment.release import Release
from deployment.test.examples import model_version

JUNIT = """<testsuites><testsuite tests="3">
<properties><property name="latency" value="p95 20 ms"/></properties>
<testcase classname="tests.integration_test.test_smoke" name="test_a" time="0.25"/>
<testcase classname="tests.other_test.test_scores" name="test_b" time="1"><failure message="wrong"/></testcase>
<testcase classname="tests.other_test.test_scores" name="test_c"><error message="no rows">trace</error></testcase>
</testsuite></testsuites>"""


def read(folder: Path, text: str = JUNIT) -> Results:
    (folder / "report.xml").write_text(text)
    return results.read(folder / "report.xml", Release(model_version(task="regression"), None), "staging", "staging")


def test_every_test_of_the_report_is_there_with_its_file_time_and_message(tmp_path: Path) -> None:
    first, second, third = read(tmp_path).tests
    assert (first.name, first.file, first.passed) == ("test_a", "tests/integration_test/test_smoke.py", True)
    assert (second.passed, second.seconds, second.message) == (False, 1.0, "wrong")
    assert (third.passed, third.message) == (False, "no rows")


def test_figures_and_facts_of_the_version_are_there(tmp_path: Path) -> None:
    told = read(tmp_path)
    assert told.figures == {"latency": "p95 20 ms"}
    assert (told.version, told.task, told.commit_id, told.stage) == (4, "regression", "4f2a9c1", "staging")


def test_a_suite_has_passed_when_it_has_tests_and_all_have(tmp_path: Path) -> None:
    assert examples.results(GOOD).passed
    assert not examples.results(GOOD, BAD).passed
    assert not read(tmp_path, '<testsuites><testsuite tests="0"/></testsuites>').passed


def test_the_document_for_machines_says_what_failed(tmp_path: Path) -> None:
    document = json.loads(read(tmp_path).to_json())
    assert document["passed"] is False
    assert [test["name"] for test in document["tests"] if not test["passed"]] == ["test_b", "test_c"]
