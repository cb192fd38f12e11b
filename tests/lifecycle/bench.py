"""A project in this process, and people and workflows that run the commands of its seed by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.catalog import find_product
from mlops_templates.data import data_folder
from mlops_templates.localaws import environments
from mlops_templates.localaws.testing import LocalAccount
from mlops_templates.publish import Clients, Settings, apply, make_plan
from mlops_templates.publish.clients import SERVICES
from tests.conftest import Aws

SHOWN = ("SAGEMAKER_", "ML_DATA_", "KMS_", "MODEL_PACKAGE_", "BRANCH_")


def published(aws: Aws, region: str, product: str, scm: str = "codecommit") -> Clients:
    """Clients of a region where the product is on offer."""
    clients = Clients(*(aws.client(service, region) for service in SERVICES))
    bundle = make_bundle([find_product(product)], scm)
    apply(make_plan(bundle, Settings(), clients), bundle, clients, report=lambda step: None)
    return clients


@dataclass(frozen=True)
class Bench:
    """A project, a clone of its model build repository, and who works with it."""

    aws: Aws
    clients: Clients
    name: str
    folder: Path
    product: str
    scm: str = "codecommit"
    form: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def project(self) -> projects.Project:
        projects.create(self.name, self.product, self.form, self.clients, scm=self.scm)
        found = projects.wait(self.name, self.clients)
        assert found is not None
        return found

    @cached_property
    def outputs(self) -> dict[str, str]:
        stack = self.project.stack(self.clients)
        (found,) = self.clients.cloudformation.describe_stacks(StackName=stack)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}

    @cached_property
    def admin(self) -> LocalAccount:
        account = self.aws.account
        return LocalAccount(account.id, self.clients.region, account.url, account.principal, account.keys)

    @cached_property
    def scientist(self) -> LocalAccount:
        return self.admin.as_role(self.outputs["ScientistRoleArn"])

    @cached_property
    def clone(self) -> Path:
        """In CodeCommit a scientist clones it; at a provider somebody has cloned it already."""
        folder = self.folder / "model-build"
        if not folder.exists():
            self.bash(f"git clone --quiet {self.outputs['ModelBuildCloneUrl']} {folder}", self.folder, self.scientist)
        return folder

    def bash(self, script: str, cwd: Path, who: LocalAccount, more: Mapping[str, str] | None = None) -> str:
        programs = (str(Path(sys.executable).parent), os.environ["PATH"])
        environment = {"PATH": os.pathsep.join(programs), "HOME": str(self.folder), **who.environment, **(more or {})}
        done = subprocess.run(
            ["bash", "-euc", script], cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout

    @cached_property
    def python(self) -> Path:
        """The Python with the requirements of the seed."""
        seed, arguments = data_folder("seed_code") / "model_build", ["-r", "requirements.txt"]
        return environments.for_requirements(self.aws.world, environments.base(), arguments, seed).python

    def build(self, who: LocalAccount, variables: Mapping[str, str], goals: str = "build") -> None:
        """The five steps of the seed, or some of them, by its own commands."""
        self.bash(f"make {goals} BIN={self.python.parent}", self.clone, who, variables)

    def versions(self, group: str) -> list[dict[str, Any]]:
        return list(self.clients.sagemaker.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"])


def variables(bench: Bench) -> dict[str, str]:
    """What the README's own lines for a project without a build export, typed by somebody who may read its stack."""
    readme = (bench.clone / "README.md").read_text(encoding="utf-8")
    (block,) = [block for block in readme.split("```bash\n") if "describe-stacks" in block.partition("```")[0]]
    script, identifier = block.partition("```")[0], bench.project.project_id
    for written, meant in (
        ("<project name>", bench.name),
        ("<project id>", identifier),
        ("<project>", f"{bench.name}-{identifier}"),
        ("<stack>", bench.project.stack(bench.clients)),
    ):
        script = script.replace(written, meant)
    printed = bench.bash(f"{script}\nexport BRANCH_NAME=$(git branch --show-current)\nenv", bench.clone, bench.admin)
    pairs = (line.split("=", 1) for line in printed.splitlines() if line.startswith(SHOWN))
    return dict(pairs)
