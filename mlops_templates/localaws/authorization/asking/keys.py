"""Condition keys of a request. A key that is not supplied here is absent, as AWS treats keys that a request lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from mlops_templates.localaws.authorization.asking import sagemaker_keys
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.held import entities, keys
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.document import Document

Values = tuple[str, ...]


def of_caller(caller: Caller, place: Place) -> dict[str, Values]:
    """Keys of every request."""
    now = datetime.now(UTC)
    found: dict[str, Values] = {
        "aws:securetransport": ("true",),
        "aws:sourceip": ("127.0.0.1",),
        "aws:requestedregion": (place.region,),
        "aws:currenttime": (now.strftime("%Y-%m-%dT%H:%M:%SZ"),),
        "aws:epochtime": (str(int(now.timestamp())),),
        "aws:principalisawsservice": ("true" if caller.service else "false",),
    }
    if caller.service:
        source = {"aws:sourcearn": (caller.source_arn,)} if caller.source_arn else {}
        return {**found, **source, "aws:sourceaccount": (caller.account,), **_owner(caller)}
    found["aws:principalaccount"] = (caller.account,)
    found["aws:principalarn"] = (caller.entity or caller.arn,)
    found["aws:principaltype"] = (_kind(caller),)
    if ":user/" in caller.entity:
        found["aws:username"] = (caller.entity.rpartition("/")[2],)
    if caller.entity:
        found |= {f"aws:principaltag/{key.lower()}": (value,) for key, value in entities.tags_of(caller.entity).items()}
    return found


def of_request(service: str, operation: str, request: Document) -> dict[str, Values]:
    """Keys that the members of a request give."""
    tags = given_tags(request)
    found: dict[str, Values] = {f"aws:requesttag/{key.lower()}": (value,) for key, value in tags.items()}
    named = request.get("TagKeys") or request.get("tagKeys") or list(tags)
    if named:
        found["aws:tagkeys"] = tuple(map(str, named))
    for member, key in MEMBERS.get(service, {}).items():
        value = request.get(member)
        if value is not None and not isinstance(value, dict):
            found[key] = tuple(_texts(value if isinstance(value, list) else [value]))
    more = _MORE.get(service)
    return {**found, **(more(operation, request) if more else {})}


def of_resource(
    service: str, resource: str, caller: Caller, sagemaker_tags: Callable[[str], Mapping[str, str]]
) -> dict[str, Values]:
    """Keys of the resource that is asked for: its account, its tags, and what IAM and KMS know of it."""
    parts = resource.split(":", 5)
    found: dict[str, Values] = {}
    if len(parts) == 6 and parts[4]:
        found["aws:resourceaccount"] = (parts[4],)
    tags: Mapping[str, str] = {}
    if service == "kms":
        found["kms:calleraccount"] = (caller.account,)
        tags = keys.tags_of(resource) if ":key/" in resource else {}
    elif service == "iam" and ":role/" in resource:
        tags = entities.tags_of(resource)
        if held := entities.boundary_arn(resource):
            found["iam:permissionsboundary"] = (held,)
    elif service in ("sagemaker", *CONNECTIONS):
        tags = sagemaker_tags(resource)
    for key, value in tags.items():
        found[f"aws:resourcetag/{key.lower()}"] = (value,)
        found[f"{service}:resourcetag/{key.lower()}"] = (value,)
    return found


def given_tags(request: Document) -> dict[str, str]:
    """The tags of a request, in whichever form its service wants them."""
    listed = [tag for each in request.get("TagSpecifications") or () for tag in each.get("Tags") or ()]
    given = request.get("Tags") or request.get("tags") or listed
    if isinstance(given, Mapping):
        return {str(key): str(value) for key, value in given.items()}
    return {str(_part(tag, "Key")): str(_part(tag, "Value")) for tag in given if isinstance(tag, Mapping)}


CONNECTIONS = ("codeconnections", "codestar-connections")
"""The two names of one service."""

_OF_CONNECTIONS = (
    "BranchName",
    "FullRepositoryId",
    "OwnerId",
    "PassedToService",
    "ProviderAction",
    "ProviderPermissionsRequired",
    "ProviderType",
    "RepositoryName",
)

MEMBERS: dict[str, dict[str, str]] = {
    **{name: {member: f"{name}:{member.lower()}" for member in _OF_CONNECTIONS} for name in CONNECTIONS},
    "cloudformation": {
        "RoleARN": "cloudformation:rolearn",
        "TemplateURL": "cloudformation:templateurl",
        "ChangeSetName": "cloudformation:changesetname",
        "ResourceTypes": "cloudformation:resourcetypes",
    },
    "cloudwatch": {"Namespace": "cloudwatch:namespace"},
    "iam": {"PermissionsBoundary": "iam:permissionsboundary", "PolicyArn": "iam:policyarn"},
    "sagemaker": {"ModelApprovalStatus": "sagemaker:modelapprovalstatus"},
    "sts": {"ExternalId": "sts:externalid", "RoleSessionName": "sts:rolesessionname"},
    "sns": {"Protocol": "sns:protocol", "Endpoint": "sns:endpoint"},
}
"""Members that give a service's own key."""


def _kms(operation: str, request: Document) -> dict[str, Values]:
    pairs = request.get("EncryptionContext") or {}
    found: dict[str, Values] = {f"kms:encryptioncontext:{key.lower()}": (str(value),) for key, value in pairs.items()}
    if operation == "CreateGrant":
        found["kms:grantisforawsresource"] = ("false",)
        found["kms:grantoperations"] = tuple(request.get("Operations") or ())
    return found


def _events(operation: str, request: Document) -> dict[str, Values]:
    targets = request.get("Targets") or []
    return {"events:targetarn": tuple(target["Arn"] for target in targets)} if operation == "PutTargets" else {}


def _codecommit(operation: str, request: Document) -> dict[str, Values]:
    """The branches that are written to; of a push the ones that git names."""
    named = [f"refs/heads/{request['branchName']}"] if operation in _ON_BRANCHES and request.get("branchName") else []
    found = tuple(request.get("references") or named)
    return {"codecommit:references": found} if found else {}


_ON_BRANCHES = frozenset({"CreateCommit", "DeleteBranch", "DeleteFile", "PutFile"})

_MORE: dict[str, Callable[[str, Document], dict[str, Values]]] = {
    "codecommit": _codecommit,
    "kms": _kms,
    "events": _events,
    "sagemaker": sagemaker_keys.of_request,
}


def _owner(caller: Caller) -> dict[str, Values]:
    """The key that the policy of a new topic asks for; of the services, CloudWatch brings it along."""
    return {"aws:sourceowner": (caller.account,)} if caller.service == "cloudwatch.amazonaws.com" else {}


def _kind(caller: Caller) -> str:
    if caller.is_root:
        return "Account"
    return "User" if ":user/" in caller.entity else "AssumedRole"


def _part(tag: Mapping[str, object], part: str) -> object:
    return tag.get(part, tag.get(part.lower(), tag.get(f"Tag{part}", "")))


def _texts(values: Iterable[object]) -> Iterable[str]:
    return (str(value) for value in values)
