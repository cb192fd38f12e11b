"""ARNs that take more than one member of a request, or what the account holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mlops_templates.localaws.authorization.asking.ec2 import resources_of as _ec2
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.held import entities, keys
from mlops_templates.localaws.document import Document

Types = frozenset[str]


def _codebuild(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    """A build belongs to its project: `project:uuid`, or the ARN of the build."""
    for build in request.get("ids") or [request.get("id")]:
        if build:
            project = str(build).rpartition("build/")[2].partition(":")[0]
            yield place.arn("codebuild", f"project/{project}")


def _codepipeline(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    if request.get("resourceArn"):
        yield request["resourceArn"]
        return
    declared = request.get("pipeline")
    name = declared["name"] if isinstance(declared, dict) else request.get("pipelineName") or request.get("name")
    parts = [name, request.get("stageName"), request.get("actionName")]
    depth = 3 if "action" in types else 2 if "stage" in types else 1
    yield place.arn("codepipeline", "/".join(str(part) for part in parts[:depth]))


def _ecr(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    """A repository of the registry that the request names, of the own one otherwise."""
    if request.get("resourceArn"):
        yield request["resourceArn"]
    registry = request.get("registryId") or place.account
    for name in request.get("repositoryNames") or [request.get("repositoryName")]:
        if name:
            yield f"arn:aws:ecr:{place.region}:{registry}:repository/{name}"


def _events(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    if operation == "PutEvents":
        for bus in dict.fromkeys(entry.get("EventBusName") or "default" for entry in request.get("Entries", [])):
            yield bus if bus.startswith("arn:") else place.arn("events", f"event-bus/{bus}")
    if operation == "DescribeEventBus":
        bus = str(request.get("Name") or "default")
        yield bus if bus.startswith("arn:") else place.arn("events", f"event-bus/{bus}")
    name = request.get("Rule") or request.get("Name")
    if name and "rule-on-default-event-bus" in types:
        bus = (request.get("EventBusName") or "default").rpartition("/")[2]
        yield place.arn("events", f"rule/{name}" if bus == "default" else f"rule/{bus}/{name}")


def _iam(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    """An entity that exists has its path; one that is made gets the path of the request."""
    path = request.get("Path", "/") if operation.startswith("Create") else ""
    if "role" in types and request.get("RoleName"):
        yield entities.role_arn(place.account, request["RoleName"], path)
    elif "user" in types and request.get("UserName"):
        yield entities.user_arn(place.account, request["UserName"], path)
    elif "policy" in types and operation == "CreatePolicy":
        yield f"arn:aws:iam::{place.account}:policy{path}{request.get('PolicyName', '')}"
    elif "policy" in types and request.get("PolicyArn"):
        yield request["PolicyArn"]
    else:
        for kind, member in (("instance-profile", "InstanceProfileName"), ("group", "GroupName")):
            if kind in types and request.get(member):
                yield f"arn:aws:iam::{place.account}:{kind}{path or '/'}{request[member]}"


def _kms(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    if "alias" in types and request.get("AliasName"):
        yield place.arn("kms", request["AliasName"])
    key = request.get("TargetKeyId") or request.get("KeyId")
    if key is None and operation == "DeleteAlias":
        key = request.get("AliasName")
    if key is None and operation == "Decrypt":
        key = keys.sealing(request.get("CiphertextBlob"), place.region)
    if key:
        yield keys.key_arn(key, place.account, place.region)


def _logs(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    """`log-group:NAME:log-stream:STREAM`, with no stream where the group as such is meant."""
    if request.get("resourceArn"):
        yield request["resourceArn"]
        return
    group = request.get("logGroupName") or request.get("logGroupNamePrefix") or request.get("logGroupIdentifier") or ""
    stream = request.get("logStreamName") or "" if "log-stream" in types else ""
    arn = group.removesuffix(":*") if group.startswith("arn:") else place.arn("logs", f"log-group:{group}")
    yield f"{arn}:log-stream:{stream}"


def _sns(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    if request.get("SubscriptionArn"):
        yield request["SubscriptionArn"].rpartition(":")[0]


def _sqs(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    if request.get("QueueUrl"):
        account, name = request["QueueUrl"].rstrip("/").split("/")[-2:]
        yield f"arn:aws:sqs:{place.region}:{account}:{name}"
    elif request.get("QueueName"):
        account = request.get("QueueOwnerAWSAccountId") or place.account
        yield f"arn:aws:sqs:{place.region}:{account}:{request['QueueName']}"


def _ssm(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    names = request.get("Names") or [request.get("Name") or request.get("Path") or request.get("ResourceId")]
    for name in names:
        if name and "parameter" in types:
            given = str(name).partition(":")[0] if not str(name).startswith("arn:") else str(name)
            yield given if given.startswith("arn:") else place.arn("ssm", f"parameter/{given.strip('/')}")


def _sts(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    if request.get("RoleArn"):
        yield request["RoleArn"]


def _cloudformation(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    """A change set that is named by its ARN alone belongs to a stack that is not said; of a stack set any id is."""
    if request.get("StackSetName") and "stackset" in types:
        name = request["StackSetName"]
        yield (
            name
            if name.startswith("arn:")
            else place.arn("cloudformation", f"stackset/{name}{'' if ':' in name else ':*'}")
        )
    if not request.get("StackName") and "stack" in types and request.get("ChangeSetName"):
        yield place.arn("cloudformation", "stack/*/*")


def _sagemaker(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    """A model of another account's registry is asked for there, too; of the own account the model alone."""
    if operation == "CreateDomain":
        yield place.arn("sagemaker", "domain/*")
    if operation.endswith("UserProfile"):
        yield place.arn("sagemaker", f"user-profile/{request.get('DomainId')}/{request.get('UserProfileName')}")
    if operation != "CreateModel":
        return
    yield place.arn("sagemaker", f"model/{request.get('ModelName', '')}")
    for container in [request.get("PrimaryContainer") or {}, *(request.get("Containers") or ())]:
        package = str(container.get("ModelPackageName") or "")
        if package.startswith("arn:") and package.split(":")[4] != place.account:
            yield package


def _scheduler(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    name = request.get("Name")
    if name and "schedule" in types:
        yield place.arn("scheduler", f"schedule/{request.get('GroupName') or 'default'}/{name}")
    elif name and "schedule-group" in types:
        yield place.arn("scheduler", f"schedule-group/{name}")
    elif request.get("ResourceArn"):
        yield request["ResourceArn"]


def _servicecatalog(operation: str, types: Types, request: Document, place: Place) -> Iterator[str]:
    new = {"CreatePortfolio": "portfolio/*", "CreateProduct": "product/*"}
    if operation in new:
        yield place.arn("catalog", new[operation])


FINDERS: dict[str, Callable[[str, Types, Document, Place], Iterable[str]]] = {
    "cloudformation": _cloudformation,
    "codebuild": _codebuild,
    "codepipeline": _codepipeline,
    "ec2": _ec2,
    "ecr": _ecr,
    "events": _events,
    "iam": _iam,
    "kms": _kms,
    "logs": _logs,
    "sagemaker": _sagemaker,
    "scheduler": _scheduler,
    "servicecatalog": _servicecatalog,
    "sns": _sns,
    "sqs": _sqs,
    "ssm": _ssm,
    "sts": _sts,
}
"""Tried before the rules; what they leave empty the rules answer."""
