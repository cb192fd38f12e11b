"""`local run-workflow` and its like: GitHub on this machine, by commands; what they do is the local git host's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mlops_templates.cli.local import command
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws import LocalAws, visit

RUN = {
    "Run": 7,
    "Workflow": "deploy.yml",
    "Event": "push",
    "Ref": "refs/heads/main",
    "Status": "waiting",
    "Conclusion": "",
    "Message": "of what it says",
    "Jobs": {
        "render": {"Status": "completed", "Conclusion": "success"},
        "gate": {"Status": "waiting", "Conclusion": ""},
    },
}
VERBS = {
    "run-workflow": ("run_workflow", ["deploy.yml", "--schedule", "1 * * * *"], RUN, "Run 7 of deploy.yml begins"),
    "approve-environment": ("approve_environment", ["gate", "--reject"], RUN, "Run 7 of deploy.yml: gate turned down"),
    "set-variables": ("set_variables", ["-"], {"Variables": ["A", "B"]}, "octo/r has the variables A, B"),
    "set-environment": ("set_environment", ["gate"], {"Reviewers": []}, "gate: reviewed by nobody"),
    "workflow-runs": ("workflow_runs", [], [RUN], "7 deploy.yml push refs/heads/main: waiting\n    render: success"),
}
ASKED = {
    "run-workflow": (("octo/r", "deploy.yml"), {"ref": "main", "schedule": "1 * * * *"}),
    "approve-environment": (("octo/r", "gate", "reject"), {}),
    "set-variables": (("octo/r", "A=1\nB=2\n"), {}),
    "set-environment": (("octo/r", "gate", ""), {}),
    "workflow-runs": (("octo/r",), {}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_command_does_as_a_person_at_github_and_tells_what_came_of_it(
    verb: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    errand, words, answer, told = VERBS[verb]
    asked: list[Any] = []

    def done(variables: Mapping[str, str], *given: str, **named: str) -> Any:
        asked.append((given, named))
        return answer

    running = LocalAws("http://127.0.0.1:1", 1, tmp_path, {"AWS_REGION": "eu-west-1"})
    monkeypatch.setattr("mlops_templates.localaws.handle.attach", lambda state: running)
    monkeypatch.setattr(visit, errand, done)
    words = [verb, "--state", str(tmp_path), "octo/r", *words]
    found = CliRunner().invoke(command, words, input="A=1\nB=2\n", catch_exceptions=False)
    assert (found.exit_code, asked) == (0, [ASKED[verb]])
    assert told in found.output


@pytest.mark.parametrize("verb", VERBS)
def test_without_an_embedded_aws_it_says_how_to_start_one(verb: str, tmp_path: Path) -> None:
    words = [verb, "--state", str(tmp_path), "octo/r", *VERBS[verb][1]]
    with pytest.raises(MlopsTemplatesError, match=r"no embedded AWS runs on .* local start --state"):
        CliRunner().invoke(command, words, input="A=1\n", catch_exceptions=False)
