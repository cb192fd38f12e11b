"""The few names of moto that the embedded AWS stands on. moto promises none of them, so its minor version is pinned."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from mlops_templates.localaws.catalogue import MOTO

PACKAGE = Path(__file__).parents[2] / "mlops_templates"

NAMES = {
    "moto.backends": {"get_backend"},
    "moto.core.model": {"OperationModel", "ServiceModel"},
    "moto.core.parse": {"PROTOCOL_PARSERS"},
    "moto.core.serialize": {"SerializationContext", "get_serializer_class"},
    "moto.events.models": {"events_backends"},
    "moto.iam.models": {"IAMBackend", "get_account_id_from", "iam_backends"},
    "moto.kms.models": {"kms_backends"},
    "moto.moto_server.werkzeug_app": {"DomainDispatcherApplication", "MotoRequestHandler", "create_backend_app"},
    "moto.s3.models": {"FakeBucket", "s3_backends"},
    "moto.s3.utils": set(),
    "moto.sns.models": {"sns_backends"},
    "moto.sqs.models": {"sqs_backends"},
    "moto.sts.models": {"sts_backends"},
}
"""Another name here is another thing that an update of moto can break: think twice."""

OURS_ALONE = ("cloudformation", "codebuild", "codecommit", "codepipeline", "sagemaker", "servicecatalog")

ONE_REQUEST_TO_EACH = """
import json, sys, tempfile
from pathlib import Path
from mlops_templates.localaws.server import Server

server = Server(Path(tempfile.mkdtemp()))
server.serve_in_background()
ask = lambda service: server.world.clients.get(service, "us-east-1", server.credentials)
for service, question in {
    "cloudformation": "list_stacks",
    "codebuild": "list_projects",
    "codecommit": "list_repositories",
    "codepipeline": "list_pipelines",
    "events": "list_rules",
    "iam": "list_roles",
    "kms": "list_keys",
    "logs": "describe_log_groups",
    "s3": "list_buckets",
    "sagemaker": "list_model_package_groups",
    "servicecatalog": "search_products_as_admin",
    "sns": "list_topics",
    "sqs": "list_queues",
    "ssm": "describe_parameters",
    "sts": "get_caller_identity",
}.items():
    getattr(ask(service), question)()
server.close()
print(json.dumps(sorted(name for name in sys.modules if name.startswith("moto."))))
"""


def imported() -> dict[str, set[str]]:
    """Every name that a module of the package takes from moto, wherever in the file it does so."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "moto":
                found.setdefault(str(node.module), set()).update(alias.name for alias in node.names)
            if isinstance(node, ast.Import):
                found.update({alias.name: set() for alias in node.names if alias.name.partition(".")[0] == "moto"})
            if isinstance(node, ast.Constant) and str(node.value).startswith("moto."):
                found[str(node.value)] = set()
    return found


def moto_requirement() -> Requirement:
    with (PACKAGE.parent / "pyproject.toml").open("rb") as file:
        extra = tomllib.load(file)["project"]["optional-dependencies"]["local"]
    return next(wanted for wanted in map(Requirement, extra) if wanted.name == "moto")


def test_the_embedded_aws_stands_on_these_names_of_moto_only() -> None:
    assert imported() == NAMES


@pytest.mark.parametrize("module", NAMES)
def test_the_pinned_moto_has_them(module: str) -> None:
    assert [name for name in NAMES[module] if not hasattr(importlib.import_module(module), name)] == []


def test_moto_is_pinned_to_one_minor_and_that_is_installed() -> None:
    installed = version("moto")
    major, minor, _ = map(int, installed.split("."))
    pin = moto_requirement().specifier
    assert pin.contains(installed)
    assert not pin.contains(f"{major}.{minor + 1}.0")
    assert not pin.contains(f"{major}.{minor - 1}.9")


def test_the_extra_installs_moto_for_just_the_services_that_it_answers() -> None:
    assert moto_requirement().extras == MOTO


def test_moto_has_no_part_in_the_services_that_are_ours_alone() -> None:
    argv = [sys.executable, "-c", ONE_REQUEST_TO_EACH]
    modules = json.loads(subprocess.run(argv, check=True, capture_output=True, text=True, timeout=120).stdout)
    assert "moto.s3.responses" in modules
    assert [name for name in modules if name.split(".")[1] in OURS_ALONE] == []
