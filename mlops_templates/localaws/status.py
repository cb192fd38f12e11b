"""What the server tells of itself, to `local status` and to whoever waits for it to be ready."""

from __future__ import annotations

import json
import os

from mlops_templates.localaws.catalogue import MOTO, OWN
from mlops_templates.localaws.wire import Answer
from mlops_templates.localaws.world import World

PREFIX = "/_local/"

NOT_EVALUATED = (
    "IAM: every call is allowed; identities are carried but policies are not evaluated",
    "KMS: keys exist, objects are not encrypted with them",
    "SageMaker: data capture settings are recorded, no captures are written",
    "SageMaker: network isolation and VPC settings are recorded, jobs and endpoints run in this machine's network",
    "SageMaker: the experiment of a pipeline is accepted, not recorded",
    "S3: lifecycle rules are recorded, nothing expires",
)
"""What AWS would decide and this server does not."""


def answer(world: World) -> Answer:
    """The server's address, folder and limits as JSON."""
    facts = {
        "url": world.url,
        "pid": os.getpid(),
        "state": str(world.root),
        "services": sorted({*OWN, *MOTO}),
        "not_evaluated": list(NOT_EVALUATED),
    }
    return Answer(200, json.dumps(facts).encode(), {"Content-Type": "application/json"})
