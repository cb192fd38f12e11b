"""The one question that every call passes: may this caller do this here?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mlops_templates.localaws.authorization.asking import actions, keys, s3
from mlops_templates.localaws.authorization.asking.passing import passed_roles
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.asking.resources import resources_of
from mlops_templates.localaws.authorization.decision import Policies, Question, Refusal, decide, nowhere
from mlops_templates.localaws.authorization.held import encryption, entities, resource_policies
from mlops_templates.localaws.authorization.held import keys as held_keys
from mlops_templates.localaws.authorization.held.resource_policies import BucketPolicies, ResourcePolicy
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

Context = Mapping[str, tuple[str, ...]]

_ENCRYPTING = {"sns": ("Publish", "PublishBatch"), "sqs": ("SendMessage", "SendMessageBatch")}
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


def require_somewhere(call: Call, actions: Iterable[str]) -> None:
    """Refuse a caller who may not do an action to any resource under any condition.

    Raises:
        AwsError: AccessDenied.
    """
    caller = call.caller
    if caller.is_root or caller.service:
        return
    policies = Policies(identity=entities.identity_policies(caller), boundary=entities.boundary(caller))
    for action in actions:
        if why := nowhere(action, policies):
            raise denied("cloudformation", Refusal(Question(caller, action, "*"), why))


def authorize_s3(call: Call, request: s3.S3Request) -> None:
    """Let a request of S3 pass.

    Raises:
        AwsError: AccessDenied.
    """
    caller = call.caller
    if caller.is_root or caller.service:
        return
    place, action = Place(call.account, call.region), s3.action_of(request)
    context = {**keys.of_caller(caller, place), **s3.conditions_of(request)}
    policies = call.world.state(BucketPolicies, "", "global")
    for asked, resource in ((action, s3.resource_of(request)), *s3.copied(request)):
        bucket = resource.removeprefix("arn:aws:s3:::").partition("/")[0]
        question = Question(caller, asked, resource, context)
        if refusal := _judge(question, resource_policies.of_bucket(bucket, policies), rules=False):
            raise denied("s3", refusal)
    use, key = encryption.s3_key(request, action)
    if key and (refusal := _using_key(call, use, key, "s3")):
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
    if operation in _ENCRYPTING.get(prefix, ()) and (key := encryption.message_key(prefix, resources[0])):
        for use in ("kms:GenerateDataKey", "kms:Decrypt"):
            if refusal := _using_key(call, use, key, prefix):
                return refusal
    passing = (_passing(call, role, to) for role, to in passed_roles(asked[0], request))
    return next((refusal for refusal in passing if refusal), None)


def _using_key(call: Call, action: str, key: str, via: str) -> Refusal | None:
    """Judge the use of a key on behalf of the caller by the service that encrypts with it."""
    place = Place(call.account, call.region)
    arn = held_keys.key_arn(key, place.account, place.region)
    context = {
        **_known(call, "kms", arn),
        **keys.of_caller(call.caller, place),
        "kms:viaservice": (f"{via}.{place.region}.amazonaws.com",),
    }
    return _judge(Question(call.caller, action, arn, context), resource_policies.of_arn(arn), rules=True)


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
