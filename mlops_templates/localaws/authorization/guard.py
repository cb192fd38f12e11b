"""The one question that every call passes: may this caller do this here?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mlops_templates.localaws.authorization.asking import actions, keys, s3
from mlops_templates.localaws.authorization.asking.passing import passed_roles
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.asking.resources import resources_of
from mlops_templates.localaws.authorization.decision import Policies, Question, Refusal, decide
from mlops_templates.localaws.authorization.held import entities, resource_policies
from mlops_templates.localaws.authorization.held.resource_policies import BucketPolicies, ResourcePolicy
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

Context = Mapping[str, tuple[str, ...]]

_OWN_CODES = {"sns": "AuthorizationError"}


def authorize(call: Call, service: str, operation: str, request: Document) -> None:
    """Let a call pass.

    Raises:
        AwsError: as the service says AccessDenied, naming caller, action, resource and reason.
    """
    caller = call.caller
    if (caller.is_root and service != "sts") or _is_internal(caller, service):
        return
    refusal = _refusal(call, service, operation, request)
    if refusal is not None:
        raise denied(service, refusal)


def authorize_s3(call: Call, request: s3.S3Request) -> None:
    """Let a request of S3 pass.

    Raises:
        AwsError: AccessDenied.
    """
    caller = call.caller
    if caller.is_root or caller.service:
        return
    resource, place = s3.resource_of(request), Place(call.account, call.region)
    context = {**keys.of_caller(caller, place), **s3.conditions_of(request)}
    held = resource_policies.of_bucket(request.bucket, call.world.state(BucketPolicies, "", "global"))
    refusal = _judge(Question(caller, s3.action_of(request), resource, context), held, rules=False)
    if refusal is not None:
        raise denied("s3", refusal)


def denied(service: str, refusal: Refusal) -> AwsError:
    """The answer of a service to a refused call."""
    from mlops_templates.localaws import wire

    spoken = "rest-xml" if service == "s3" else wire.protocol_of(service)
    if spoken in ("query", "rest-xml"):
        return AwsError(_OWN_CODES.get(service, "AccessDenied"), str(refusal), status=403)
    return AwsError("AccessDeniedException", str(refusal))


def _is_internal(caller: Caller, service: str) -> bool:
    """A service that acts for itself is judged where resources have policies; else it is AWS's own affair."""
    return bool(caller.service) and service not in ("sns", "sqs", "kms", "sts")


def _refusal(call: Call, service: str, operation: str, request: Document) -> Refusal | None:
    caller, place, prefix = call.caller, Place(call.account, call.region), actions.prefix_of(service)
    asked = actions.actions_of(service, operation, request)
    if not asked:
        return None
    resources = resources_of(service, operation, request, place)
    base = {**keys.of_caller(caller, place), **keys.of_request(prefix, operation, request)}
    for number, action in enumerate(asked):
        for resource in _tagged(operation, resources, place) if actions.is_tagging(action, number) else resources:
            question = Question(caller, action, resource, {**_known(call, prefix, resource), **base})
            if refusal := _judge(question, _policy_of(prefix, resource), rules=prefix in ("kms", "sts")):
                return refusal
    passing = (_passing(call, role, to) for role, to in passed_roles(asked[0], request))
    return next((refusal for refusal in passing if refusal), None)


def _tagged(operation: str, resources: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """What a creation tags: the first resource that it names; a new key has no name yet."""
    return (place.arn("kms", "key/*"),) if operation == "CreateKey" else resources[:1]


def _known(call: Call, prefix: str, resource: str) -> Context:
    return keys.of_resource(prefix, resource, call.caller, call.resource_tags)


def _passing(call: Call, role: str, service: str) -> Refusal | None:
    base = keys.of_caller(call.caller, Place(call.account, call.region))
    context = {**_known(call, "iam", role), **base, "iam:passedtoservice": (service,)}
    return _judge(Question(call.caller, "iam:PassRole", role, context), ResourcePolicy(None, role.split(":")[4]), False)


def _policy_of(prefix: str, resource: str) -> ResourcePolicy:
    if prefix == "sts" and ":role/" in resource:
        return ResourcePolicy(entities.trust_of(resource) or (), resource.split(":")[4])
    return resource_policies.of_arn(resource)


def _judge(question: Question, held: ResourcePolicy, rules: bool) -> Refusal | None:
    caller = question.caller
    session = parse(caller.session_policy) if caller.session_policy else None
    policies = Policies(
        identity=entities.identity_policies(caller),
        boundary=entities.boundary(caller),
        session=session,
        resource=held.statements,
        resource_account=held.account,
        resource_rules=rules and held.statements is not None,
    )
    return decide(question, policies)
