"""Workflow files: those of our seeds are read, and what nobody emulates is refused by name and place."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.workflows.document import read
from mlops_templates.localaws.workflows.refusal import WorkflowRefusedError
from tests.seed_code.workflows import BUILD, DEPLOY

PLAIN = """
name: plain
on: {push: {branches: [main]}}
permissions: {contents: read}
jobs:
  last: {needs: first, runs-on: ubuntu-24.04, steps: [{run: "true"}]}
  first: {runs-on: ubuntu-24.04, steps: [{uses: actions/checkout@v1}]}
"""


def test_the_workflows_of_our_seeds_are_read() -> None:
    build, deploy = (read(file.read_text(encoding="utf-8"), file.name) for file in (BUILD, DEPLOY))
    assert list(build.jobs) == ["drift", "clean-up", "build"]
    assert list(deploy.jobs) == ["render", "staging", "production"]
    assert deploy.jobs["production"].environment == "production" and deploy.jobs["production"].proves_itself


def test_a_job_comes_after_those_it_needs_and_has_the_rights_of_the_workflow() -> None:
    jobs = read(PLAIN, "plain.yml").jobs
    assert list(jobs) == ["first", "last"]
    assert not jobs["first"].proves_itself


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("name: plain", "name: plain\ndefaults: {}", "plain.yml: defaults"),
        ("{branches: [main]}", "{tags: [v1]}", "plain.yml: on.push: tags"),
        ("push: {branches: [main]}", "pull_request: {}", "plain.yml: on: pull_request"),
        ("contents: read", "contents: write", "plain.yml: permissions: contents: write"),
        ("needs: first", "strategy: {}", "plain.yml: jobs.last: strategy"),
        ("needs: first, runs-on: ubuntu-24.04", "runs-on: windows-2025", "plain.yml: jobs.last: runs-on windows-2025"),
        ("needs: first", "needs: nobody", "plain.yml: jobs that need"),
        ('{run: "true"}', '{run: "true", shell: pwsh}', "plain.yml: jobs.last.steps[0]: shell"),
        ('{run: "true"}', "{name: empty}", "plain.yml: jobs.last.steps[0]: a step with neither"),
        ("name: plain", "name: [", "plain.yml: no YAML"),
    ],
)
def test_what_is_not_emulated_is_refused_by_name_and_place(old: str, new: str, what: str) -> None:
    with pytest.raises(WorkflowRefusedError) as caught:
        read(PLAIN.replace(old, new, 1), "plain.yml")
    assert str(caught.value).startswith(f"not emulated: {what}")
