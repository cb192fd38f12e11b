"""Every requirement of the roadmap has a row, and every row a test that is there or a word on what is missing."""

import runpy

import pytest

from tests.checkout import ROOT
from tests.conformance.requirements import Requirement, exists, requirements

ROWS = requirements()


def test_each_requirement_has_one_row_in_its_order():
    assert [row.id for row in ROWS] == [f"R{number}" for number in range(1, 67)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row_names_a_test_or_says_what_is_missing(row: Requirement):
    assert row.tests or row.partly
    assert row.phase in ("all", "ini", "rep", "rel", "sca")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_tests_of_a_row_are_there(row: Requirement):
    assert [test for test in row.tests if not exists(test)] == []


def test_test_that_is_not_there_is_found_out():
    assert not exists("tests/conformance/test_requirements.py::test_of_nothing")
    assert not exists("tests/conformance/test_nothing.py::test_of_nothing")


def test_the_page_is_that_of_the_table():
    made = runpy.run_path(str(ROOT / "docs/make/conformance.py"))
    assert made["PAGE"].read_text(encoding="utf-8") == made["page"]()
