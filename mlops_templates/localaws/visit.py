"""Runs the errands of a person in a browser (`codeconnections/provider_site.py`), from a process without a server."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.reach import CREDENTIAL_HELPER


def authorize_connection(variables: Mapping[str, str], arn: str) -> dict[str, Any]:
    """Authorise a connection as the holder of the keys in these variables.

    Raises:
        MlopsTemplatesError: it is not there, or the holder may not.
    """
    return _visit(variables, "authorize-connection", {"ConnectionArn": arn})


def create_remote(variables: Mapping[str, str], full_name: str, provider: str = "GitHub") -> dict[str, Any]:
    """Create an empty repository `owner/name` at a provider.

    Raises:
        MlopsTemplatesError: it is there already, or the name is none.
    """
    return _visit(variables, "create-remote", {"FullRepositoryId": full_name, "ProviderType": provider})


def fire_schedule(variables: Mapping[str, str], name: str, group: str = "default") -> dict[str, Any]:
    """Fire a schedule at once.

    Raises:
        MlopsTemplatesError: it is not there, or the holder may not change it.
    """
    return _visit(variables, "fire-schedule", {"Name": name, "GroupName": group})


def set_variables(variables: Mapping[str, str], full_name: str, lines: str) -> dict[str, Any]:
    """Give a repository at GitHub variables, by lines `NAME=value`.

    Raises:
        MlopsTemplatesError: there is no such repository, or a line is none.
    """
    return _visit(variables, "set-variables", {"FullRepositoryId": full_name, "Variables": lines})


def set_environment(variables: Mapping[str, str], full_name: str, environment: str, reviewers: str) -> dict[str, Any]:
    """Say who must agree before a job of an environment begins.

    Raises:
        MlopsTemplatesError: there is no such repository.
    """
    wanted = {"FullRepositoryId": full_name, "Environment": environment, "Reviewers": reviewers}
    return _visit(variables, "set-environment", wanted)


def run_workflow(
    variables: Mapping[str, str], full_name: str, workflow: str, *, ref: str = "main", schedule: str = ""
) -> dict[str, Any]:
    """Run a workflow by hand, or as a schedule of it does.

    Raises:
        MlopsTemplatesError: there is none, or it does not wait for this.
    """
    wanted = {"FullRepositoryId": full_name, "Workflow": workflow, "Ref": ref, "Schedule": schedule}
    return _visit(variables, "run-workflow", wanted)


def approve_environment(
    variables: Mapping[str, str], full_name: str, environment: str, decision: str = "approve"
) -> dict[str, Any]:
    """Agree, as a reviewer, to the job that waits; or `reject` it.

    Raises:
        MlopsTemplatesError: nothing waits.
    """
    wanted = {"FullRepositoryId": full_name, "Environment": environment, "Decision": decision}
    return _visit(variables, "approve-environment", wanted)


def workflow_runs(variables: Mapping[str, str], full_name: str) -> list[dict[str, Any]]:
    """All runs of a repository's workflows, oldest first.

    Raises:
        MlopsTemplatesError: there is no such repository.
    """
    return list(_visit(variables, "workflow-runs", {"FullRepositoryId": full_name})["Runs"])


def workflow_log(variables: Mapping[str, str], number: int) -> str:
    """The end of the log of a run."""
    return str(_visit(variables, "workflow-log", {"Run": str(number)})["Log"])


def _visit(variables: Mapping[str, str], errand: str, wanted: Mapping[str, str]) -> dict[str, Any]:
    url = f"{variables['AWS_ENDPOINT_URL']}/_local/errands/{variables['AWS_REGION']}/{errand}"
    parts = urlsplit(url)
    headers = {"Authorization": _signed_in(variables, parts.netloc, parts.path)}
    request = urllib.request.Request(url, json.dumps(wanted).encode(), headers)  # noqa: S310 - the embedded AWS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            found: dict[str, Any] = json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            told = json.loads(error.read() or b"{}")
        raise MlopsTemplatesError(str(told.get("message") or error)) from error
    except (OSError, ValueError) as error:
        raise MlopsTemplatesError(f"the embedded AWS at {parts.netloc} does not answer: {error}") from error
    return found


def _signed_in(variables: Mapping[str, str], host: str, path: str) -> str:
    """As git signs in: by its credential helper."""
    asked = f"protocol=http\nhost={host}\npath={path.lstrip('/')}\n\n"
    argv = [sys.executable, "-I", str(CREDENTIAL_HELPER), "get"]
    told = subprocess.run(argv, input=asked, env=dict(variables), capture_output=True, text=True, check=True)  # noqa: S603 - our own
    found = dict(line.split("=", 1) for line in told.stdout.splitlines())
    pair = f"{found['username']}:{found['password']}"
    return f"Basic {b64encode(pair.encode()).decode()}"
