"""The life of a project on the embedded AWS, as the product's launch role: published, created, updated, deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.conformance.check import Check, Verdict, judged
from mlops_templates.conformance.form import filled_in
from mlops_templates.conformance.leftovers import leftovers
from mlops_templates.conformance.rendering import Rendering
from mlops_templates.conformance.update import update
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws import local_aws
from mlops_templates.localaws.testing import LocalAccount, LocalAwsServer
from mlops_templates.localaws.testing.clearing import clear
from mlops_templates.publish import Clients, Settings, apply, make_plan
from mlops_templates.publish.clients import SERVICES

REGION = "us-east-1"
PROJECT = "conformance"


def lives(renderings: Sequence[Rendering], parameters: Mapping[str, str], state: Path) -> Iterator[Check]:
    """A life for each source-code provider, each in an account of its own; it ends at the first fault."""
    with local_aws(state, region=REGION, keep=False) as aws:
        server = LocalAwsServer(aws, REGION)
        for rendering in renderings:
            yield from _life(server, rendering, parameters)


def _life(server: LocalAwsServer, rendering: Rendering, parameters: Mapping[str, str]) -> Iterator[Check]:
    account = server.new_account()
    fields, missing = filled_in(rendering.document["Parameters"], parameters, account)
    if missing:
        give = " ".join(f"--parameter {name}=VALUE" for name in missing)
        yield Check("life", rendering.scm, Verdict.NOT_RUN, f"its form must be filled in: {give}")
        return
    life = _Life(rendering, fields, account)
    for name, part in (
        ("publish", life.publish),
        ("create", life.create),
        ("update", life.update),
        ("delete", life.delete),
    ):
        check = _lived(name, rendering.scm, part)
        yield check
        if check.verdict is not Verdict.OK:
            break
    server.take_back(account)


def _lived(name: str, scm: str, part: Callable[[], Check | str]) -> Check:
    try:
        lived = part()
    except MlopsTemplatesError as error:
        return judged(name, scm, str(error).splitlines(), "")
    return lived if isinstance(lived, Check) else Check(name, scm, Verdict.OK, lived)


@dataclass(frozen=True)
class _Life:
    """One project of the product, in an empty account."""

    rendering: Rendering
    parameters: Mapping[str, str]
    account: LocalAccount

    @property
    def clients(self) -> Clients:
        return Clients(*(self.account.client(service) for service in SERVICES))

    def publish(self) -> str:
        bundle = make_bundle([self.rendering.product], self.rendering.scm)
        apply(make_plan(bundle, Settings(), self.clients), bundle, self.clients, report=lambda step: None)
        again = make_plan(bundle, Settings(), self.clients)
        if again.writes:
            raise MlopsTemplatesError("a second publish of the same would change something")
        return "to Service Catalog; a second publish would change nothing"

    def create(self) -> str:
        product, scm = self.rendering.product.name, self.rendering.scm
        projects.create(PROJECT, product, self.parameters, self.clients, scm=scm)
        projects.wait(PROJECT, self.clients)
        # What the pipelines build is the task of the tests of the seeds.
        clear(self.account, ("codepipeline", "codebuild"))
        return f"{len(self._resources())} resources, as the launch role"

    def update(self) -> str:
        touched = update(PROJECT, self.rendering, self.clients)
        return f"{touched} resources in place, as the launch role" if touched else "nothing that can change in place"

    def delete(self) -> Check:
        project = projects.read_project(PROJECT, self.clients)
        stack = project.stack(self.clients) if project else ""
        retained = projects.delete(PROJECT, self.clients)
        faults = leftovers(stack, retained, self.clients)
        told = f"leaves {len(retained)} resources, as it says"
        return judged("delete", self.rendering.scm, faults, told)

    def _resources(self) -> dict[str, str]:
        project = projects.read_project(PROJECT, self.clients)
        stack = project.stack(self.clients) if project else ""
        pages = self.clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
        found = [resource for page in pages for resource in page["StackResourceSummaries"]]
        return {resource["LogicalResourceId"]: resource["ResourceStatus"] for resource in found}
