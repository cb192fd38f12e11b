"""What projects run in an account of a team: stages, endpoints, training pipelines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlops_templates.publish.problems import explained
from mlops_templates.teams.access import Account

STAGE = re.compile(r"sagemaker-.+-deploy-.+")
"""Names of the stacks that deploy pipelines make, as the deploy role of the account may."""
STACK, ENDPOINT, PIPELINE = "AWS::CloudFormation::Stack", "AWS::SageMaker::Endpoint", "AWS::SageMaker::Pipeline"


@dataclass(frozen=True)
class Running:
    """One thing that projects have made in an account."""

    kind: str
    name: str
    status: str = ""


def what_runs(account: Account) -> tuple[Running, ...]:
    """Stages first: they hold endpoints, and go before these."""
    with explained(f"look what runs in account {account.id}"):
        return (*_stages(account), *_endpoints(account), *_pipelines(account))


def _stages(account: Account) -> Iterator[Running]:
    pages = account.clients.cloudformation.get_paginator("describe_stacks").paginate()
    for one in (stack for page in pages for stack in page["Stacks"]):
        if STAGE.fullmatch(one["StackName"]):
            yield Running(STACK, one["StackName"], one["StackStatus"])


def _endpoints(account: Account) -> Iterator[Running]:
    pages = account.clients.sagemaker.get_paginator("list_endpoints").paginate()
    for one in (endpoint for page in pages for endpoint in page["Endpoints"]):
        yield Running(ENDPOINT, one["EndpointName"], one["EndpointStatus"])


def _pipelines(account: Account) -> Iterator[Running]:
    pages = account.clients.sagemaker.get_paginator("list_pipelines").paginate()
    for one in (pipeline for page in pages for pipeline in page["PipelineSummaries"]):
        yield Running(PIPELINE, one["PipelineName"])
