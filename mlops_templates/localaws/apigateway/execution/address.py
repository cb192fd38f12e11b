"""Which API, stage and method a request is for."""

import re
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.apigateway.records import ApiState, Deployment, Method, RestApi
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.world import World

PREFIX = "/_aws/execute-api/"
HOST = re.compile(r"(?P<api>[a-z0-9]+)\.execute-api\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(:\d{1,5})?")


@dataclass(frozen=True)
class Address:
    """What the address of a request names."""

    api: str
    stage: str
    path: str


@dataclass(frozen=True)
class Called:
    """What is there under an address."""

    account: str
    region: str
    api: RestApi
    stage: Document
    deployment: Deployment


def address_of(environ: dict[str, Any]) -> Address | None:
    """The address of a call; None for any other request."""
    path, host = str(environ.get("PATH_INFO", "")), HOST.fullmatch(str(environ.get("HTTP_HOST", "")).lower())
    if host:
        api, rest = host["api"], path.lstrip("/")
    elif path.startswith(PREFIX):
        api, _, rest = path.removeprefix(PREFIX).partition("/")
    else:
        return None
    stage, _, rest = rest.partition("/")
    return Address(api, stage, f"/{rest.rstrip('/')}")


def find(world: World, address: Address) -> Called | None:
    """The deployed API of an address."""
    for (kind, account, region), state in list(world.states.items()):
        if kind is not ApiState or not isinstance(state, ApiState):
            continue
        api = state.apis.get(address.api)
        if api and (stage := api.stages.get(address.stage)):
            return Called(account, region, api, stage, api.deployments[stage["deploymentId"]])
    return None


def method_at(called: Called, address: Address, verb: str) -> tuple[str, Method] | None:
    """The path as it was declared, and the method; one with a name in braces stands for any."""
    methods = called.deployment.methods
    for path in sorted({path for path, _ in methods}, key=lambda path: path.count("{")):
        pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", path))
        if re.fullmatch(pattern, address.path) and (path, verb) in methods:
            return path, methods[path, verb]
    return None
