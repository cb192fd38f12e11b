"""The lives of projects on the embedded AWS, as the launch role: published; by each channel made, changed, deleted."""

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
from mlops_templates.conformance.time_limit import within
from mlops_templates.conformance.update import update
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.s3_launch_role import ROLE_NAME
from mlops_templates.localaws import local_aws
from mlops_templates.localaws.testing import LocalAccount, LocalAwsServer
from mlops_templates.localaws.testing.clearing import clear
from mlops_templates.naming import launch_role_name
from mlops_templates.publish import Clients, Settings, apply, make_plan
from mlops_templates.publish.clients import SERVICES
from mlops_templates.publish.settings import S3

REGION = "us-east-1"


@dataclass(frozen=True)
class Way:
    """How the lives are lived: by which channels, with which fields filled in, how long each part may take."""

    channels: tuple[str, ...]
    parameters: Mapping[str, str]
    seconds: float


def lives(renderings: Sequence[Rendering], way: Way, state: Path) -> Iterator[Check]:
    """Lives for each source-code provider, in an account of its own; one ends at its first fault."""
    with local_aws(state, region=REGION, keep=False) as aws:
        server = LocalAwsServer(aws, REGION)
        for rendering in renderings:
            account = server.new_account()
            yield from lives_in(account, rendering, way)
            server.take_back(account)


def lives_in(account: LocalAccount, rendering: Rendering, way: Way) -> Iterator[Check]:
    """Lives with one provider; the account is empty, and nobody else's."""
    fields, missing = filled_in(rendering.document["Parameters"], way.parameters, account)
    if missing:
        give = " ".join(f"--parameter {name}=VALUE" for name in missing)
        yield Check("life", rendering.scm, Verdict.NOT_RUN, f"its form must be filled in: {give}")
        return
    lived = [_Life(rendering, fields, account, channel) for channel in way.channels]
    published = _lived("publish", rendering.scm, "", lambda: _publish(rendering, lived[0].clients, way.channels), way)
    yield published
    for life in lived if published.verdict is Verdict.OK else ():
        yield from _parts(life, way)


def _parts(life: _Life, way: Way) -> Iterator[Check]:
    for name, part in (("create", life.create), ("update", life.update), ("delete", life.delete)):
        check = _lived(name, life.rendering.scm, life.channel, part, way)
        yield check
        if check.verdict is not Verdict.OK:
            break


def _lived(name: str, scm: str, channel: str, part: Callable[[], tuple[list[str], str]], way: Way) -> Check:
    try:
        faults, told = within(way.seconds, part)
    except MlopsTemplatesError as error:
        faults, told = str(error).splitlines(), ""
    return judged(name, scm, faults, told, channel)


def _publish(rendering: Rendering, clients: Clients, channels: tuple[str, ...]) -> tuple[list[str], str]:
    bundle, settings = make_bundle([rendering.product], rendering.scm), Settings(channels=channels)
    apply(make_plan(bundle, settings, clients), bundle, clients, report=lambda step: None)
    again = make_plan(bundle, settings, clients)
    faults = ["a second publish of the same would change something"] if again.writes else []
    return faults, f"to {' and '.join(channels)}; a second publish would change nothing"


@dataclass(frozen=True)
class _Life:
    """One project of the product, by one channel."""

    rendering: Rendering
    parameters: Mapping[str, str]
    account: LocalAccount
    channel: str

    @property
    def name(self) -> str:
        return f"by-{self.channel}"

    @property
    def clients(self) -> Clients:
        return Clients(*(self.account.client(service) for service in SERVICES))

    def create(self) -> tuple[list[str], str]:
        product, scm = self.rendering.product.name, self.rendering.scm
        projects.create(self.name, product, self.parameters, self.clients, channel=self.channel, scm=scm)
        projects.wait(self.name, self.clients)
        # What the pipelines build is the task of the tests of the seeds.
        clear(self.account, ("codepipeline", "codebuild"))
        wanted = ROLE_NAME if self.channel == S3 else launch_role_name(product, REGION)
        role = self._role().rpartition("/")[2]
        faults = [] if role == wanted else [f"the stack was made as {role or 'nobody in particular'}, not as {wanted}"]
        return faults, f"{len(self._resources())} resources, as the launch role"

    def update(self) -> tuple[list[str], str]:
        touched = update(self.name, self.rendering, self.clients, self.channel)
        return (
            [],
            f"{touched} resources in place, as the launch role" if touched else "nothing that can change in place",
        )

    def delete(self) -> tuple[list[str], str]:
        stack = self._stack()
        retained = projects.delete(self.name, self.clients)
        elsewhere = sum(bool(one.account) for one in retained)
        told = f"leaves {len(retained) - elsewhere} resources, as it says"
        told += f"; names {elsewhere} in other accounts" if elsewhere else ""
        return leftovers(stack, retained, self.clients), told

    def _stack(self) -> str:
        project = projects.read_project(self.name, self.clients)
        return project.stack(self.clients) if project else ""

    def _role(self) -> str:
        """The ARN of who made the stack: CloudFormation's own for a template in S3, else that of Service Catalog."""
        project = projects.read_project(self.name, self.clients)
        if project and project.provisioned_product_id:
            found = self.clients.servicecatalog.describe_provisioned_product(Id=project.provisioned_product_id)
            return str(found["ProvisionedProductDetail"].get("LaunchRoleArn", ""))
        (stack,) = self.clients.cloudformation.describe_stacks(StackName=self._stack())["Stacks"]
        return str(stack.get("RoleARN", ""))

    def _resources(self) -> dict[str, str]:
        pages = self.clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=self._stack())
        found = [resource for page in pages for resource in page["StackResourceSummaries"]]
        return {resource["LogicalResourceId"]: resource["ResourceStatus"] for resource in found}
