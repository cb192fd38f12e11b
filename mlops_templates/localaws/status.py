"""What the server tells of itself, to `local status` and to whoever waits for it to be ready."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

from mlops_templates.localaws.catalogue import MOTO, OWN
from mlops_templates.localaws.keeping.store import FOLDER
from mlops_templates.localaws.wire import Answer
from mlops_templates.localaws.world import World

PREFIX = "/_local/"

NOT_EVALUATED = (
    "IAM: the signature of S3 is verified with the hash that a request declares; the hash of an object is not computed",
    "IAM: the chunks of a signed upload of S3 are not verified one by one; passwords of git for users do not exist",
    "IAM: organization policies (SCP, RCP), VPC endpoint policies, ACLs and session tags do not exist",
    "IAM: AWS managed policies do not exist; of a policy's names only roles and users must exist",
    "IAM: sessions that services assume are renewed and do not end while their jobs run",
    "IAM: aws:ResourceTag is known of KMS keys, IAM roles, connections and SageMaker's resources only",
    "IAM: servicecatalog:*Level, aws:CalledVia, aws:ViaAWSService and keys of the network count as absent",
    "IAM: a role of CloudFormation needs every action that the schema of a type states, on whichever resource; "
    "on which one, and under which conditions, only the calls show that are made here",
    "KMS: grants give no rights",
    "KMS: objects, messages and logs are not encrypted with their keys",
    "CodeBuild: a role that may not write to its log group builds all the same, without a log there",
    "CodeConnections: a connection that is available reaches every repository of its provider on this machine",
    "CodePipeline: what a build puts out is written with the role of the pipeline, not with that of the build",
    "CloudWatch: alarms are judged when data comes and when somebody asks for them, not by the clock",
    "EventBridge Scheduler: a flexible window opens when the schedule is due; of times that passed while nothing ran, "
    "one of at() is made up for",
    "EventBridge, S3 and other services that act for themselves are judged by the policies of queues and topics only",
    "SageMaker: the waits of a deployment last 3 seconds at most, unless the server has MLOPS_TEMPLATES_LONGEST_WAIT "
    "(seconds, or off); a variant has one server, whatever its number of instances",
    "API Gateway: nothing is throttled, cached or traced; there are logs of access and none of execution",
    "SageMaker: network isolation and VPC settings are recorded, jobs and endpoints run in this machine's network",
    "SageMaker: the experiment of a pipeline is accepted, not recorded",
    "S3: the policies of a bucket and of IAM decide; object ownership has no effect on access",
    "S3: a request that deletes many objects is refused as a whole when one of them may not be deleted",
    "S3: lifecycle rules are recorded, nothing expires",
)
"""What AWS would decide and this server does not."""


SINCE = datetime.now(UTC)
"""When this process began to serve."""


def answer(world: World) -> Answer:
    """The server's address, folder and limits as JSON."""
    facts = {
        "url": world.url,
        "pid": os.getpid(),
        "since": SINCE.isoformat(timespec="seconds"),
        "state": str(world.root),
        "kept": _kept(world),
        "services": sorted({*OWN, *MOTO}),
        "not_evaluated": list(NOT_EVALUATED),
    }
    return Answer(200, json.dumps(facts).encode(), {"Content-Type": "application/json"})


def _kept(world: World) -> dict[str, str | int] | None:
    """Where what outlives the server is, and how many bytes; None when nothing does."""
    if world.keeper is None:
        return None
    repositories = world.root / "repositories"
    size = sum(path.stat().st_size for path in repositories.rglob("*") if path.is_file())
    folders = {"folder": str(world.root / FOLDER), "repositories_folder": str(repositories)}
    return {**folders, **world.keeper.sizes(), "repositories": size}
