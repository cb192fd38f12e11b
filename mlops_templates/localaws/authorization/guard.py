"""The one question that every call passes: may this caller do this here?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from mlops_templates.localaws.authorization.asking import actions, key_uses, keys, s3
from mlops_templates.localaws.authorization.asking.passing import passed_roles
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.asking.resources import resources_of
from mlops_templates.localaws.authorization.asking.s3_besides import besides
from mlops_templates.localaws.authorization.decision import Policies, Question, Refusal, decide, nowhere
from mlops_templates.localaws.authorization.held import encryption, entities, resource_policies
from mlops_templates.localaws.authorization.held import keys as held_keys
from mlops_templates.localaws.authorization.held.buckets import object_tags
from mlops_templates.localaws.authorization.held.resource_policies import BucketPolicies, BusPolicies, ResourcePolicy
from mlops_templates.localaws.authorization.lockout import check_lockout
from mlops_templates.localaws.authorization.log_keys import check_log_key
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.policy_texts import check_texts
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.authorization.session_limits import check_session
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

Context = Mapping[str, tuple[str, ...]]

_OWN_CODES = {"cloudwatch": "AccessDenied", "ec2": "UnauthorizedOperation", "sns": "AuthorizationError"}


def authorize(call: Call, service: str, operation: str, request: Document) -> None:
    """Let a call pass.

    Raises:
        AwsError: as the service says AccessDenied, naming caller, action, resource and reason; or that a policy or a
            key that the request names is not good.
    """
    caller = call.caller
    if not (caller.is_root and service not in ("sts", "events")) and not _is_internal(caller, service):
        refusal = _refusal(call, service, operation, request)
        if refusal is not None:
            raise denied(service, refusal)
    if service == "logs":
        check_log_key(call, operation, request)
    if (service, operation) == ("sts", "AssumeRole"):
        check_session(caller, request)
    check_texts(call.account, service, operation, request)
    if service == "kms":
        check_lockout(caller, Place(call.account, call.region), operation, request)


def require_somewhere(call: Call, actions: Iterable[str], because: str, service: str = "cloudformation") -> None:
    """Refuse a caller who may not do an action to any resource under any condition.

    Raises:
        AwsError: AccessDenied in AWS's words; then why this is asked for, and every other action that is missing.
    """
    caller = call.caller
    if caller.is_root or caller.service:
        return
    policies = Policies(identity=entities.identity_policies(caller), boundary=entities.boundary(caller))
    found = [(action, why) for action in actions if (why := nowhere(action, policies))]
    if found:
        (action, why), others = found[0], ", ".join(action for action, _ in found[1:])
        told = f"{why} ({because}{'; missing as well: ' + others if others else ''})"
        raise denied(service, Refusal(Question(caller, action, "*"), told))


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
    for asked, resource in (*s3.asked_of(request), *besides(request)):
        bucket, _, key = resource.removeprefix("arn:aws:s3:::").partition("/")
        tags = {f"s3:existingobjecttag/{tag.lower()}": (value,) for tag, value in object_tags(bucket, key).items()}
        held = resource_policies.of_bucket(bucket, policies)
        owner = {"aws:resourceaccount": (held.account,)} if held.account else {}
        question = Question(caller, asked, resource, {**context, **tags, **owner})
        if refusal := _judge(question, held, rules=False):
            raise denied("s3", refusal)
    for use, key in encryption.s3_keys(request, action):
        if refusal := _using_key(call, use, key, "s3"):
            raise denied("s3", refusal)
    if key := encryption.others_default_key(call, request, action):
        why = "because no resource-based policy allows the kms:Decrypt action"
        raise denied("s3", Refusal(Question(caller, "kms:Decrypt", key), why))


def denied(service: str, refusal: Refusal) -> AwsError:
    """The answer of a service to a refused call."""
    from mlops_templates.localaws import wire

    spoken = "rest-xml" if service == "s3" else wire.protocol_of(service)
    if spoken in ("ec2", "query", "rest-xml"):
        told = "You are not authorized to perform this operation. " if spoken == "ec2" else ""
        return AwsError(_OWN_CODES.get(service, "AccessDenied"), f"{told}{refusal}", status=403)
    return AwsError(_OWN_CODES.get(service, "AccessDeniedException"), str(refusal))


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
    tagged = _tagged(prefix, operation, request, resources, place)
    for number, action in enumerate(asked):
        for resource in tagged if actions.is_tagging(action, number) else resources:
            question = Question(caller, action, resource, {**_known(call, prefix, resource), **base})
            if refusal := _judge(question, _policy_of(call, prefix, resource), rules=prefix in ("kms", "sts")):
                return refusal
    passing = (_passing(call, role, to) for role, to in passed_roles(asked[0], request, call.account))
    messages = _message_keys(call, f"{prefix}:{operation}", resources[0])
    refusals = chain(messages, passing, _granting(call, asked[0], request))
    return next((refusal for refusal in refusals if refusal), None)


def _message_keys(call: Call, action: str, resource: str) -> Iterator[Refusal | None]:
    uses = key_uses.MESSAGES.get(action, ())
    if uses and (key := encryption.message_key(action.partition(":")[0], resource)):
        yield from (_using_key(call, use, key, action.partition(":")[0]) for use in uses)


def _granting(call: Call, action: str, request: Document) -> Iterator[Refusal | None]:
    """A service has the key of what it keeps granted to itself; for the disks of a job the job's role is enough."""
    if action in key_uses.REPOSITORIES and (key := key_uses.repository_key(request)):
        yield _using_key(call, "kms:CreateGrant", key, "ecr")
    if action in key_uses.ENDPOINTS and (key := encryption.endpoint_key(call, request.get("EndpointConfigName", ""))):
        yield _using_key(call, "kms:CreateGrant", key, "sagemaker")
    if action == "sagemaker:CreateDomain" and request.get("KmsKeyId"):
        yield _using_key(call, "kms:CreateGrant", request["KmsKeyId"], "sagemaker")
    if key := key_uses.disk_key(action, request):
        role = str(request.get("RoleArn", ""))
        if _using_key(call, "kms:CreateGrant", key, "sagemaker", Caller(role, call.account, entity=role)):
            yield _using_key(call, "kms:CreateGrant", key, "sagemaker")


def _using_key(call: Call, action: str, key: str, via: str, user: Caller | None = None) -> Refusal | None:
    """Judge the use of a key on behalf of the caller, or of another, by the service that encrypts with it."""
    place, caller = Place(call.account, call.region), user or call.caller
    arn = held_keys.key_arn(key, place.account, place.region)
    context = {
        **_known(call, "kms", arn),
        **keys.of_caller(caller, place),
        "kms:viaservice": (f"{via}.{place.region}.amazonaws.com",),
        **({"kms:grantisforawsresource": ("true",)} if action == "kms:CreateGrant" else {}),
    }
    return _judge(Question(caller, action, arn, context), resource_policies.of_arn(arn), rules=True)


def _tagged(
    prefix: str, operation: str, request: Document, resources: tuple[str, ...], place: Place
) -> tuple[str, ...]:
    """What a creation tags: the first resource that it names; a new key and a new connection have no name yet."""
    if operation == "CreateConnection":
        return (place.arn(prefix, "connection/*"),)
    if operation == "CreateStackSet":  # which as such is about no resource
        return (place.arn(prefix, f"stackset/{request.get('StackSetName')}:*"),)
    return (place.arn("kms", "key/*"),) if operation == "CreateKey" else resources[:1]


def _known(call: Call, prefix: str, resource: str) -> Context:
    return keys.of_resource(prefix, resource, call.caller, call.resource_tags)


def _passing(call: Call, role: str, service: str) -> Refusal | None:
    base = keys.of_caller(call.caller, Place(call.account, call.region))
    context = {**_known(call, "iam", role), **base, "iam:passedtoservice": (service,)}
    return _judge(Question(call.caller, "iam:PassRole", role, context), ResourcePolicy(None, role.split(":")[4]), False)


def _policy_of(call: Call, prefix: str, resource: str) -> ResourcePolicy:
    if prefix == "sts" and ":role/" in resource:
        return ResourcePolicy(entities.trust_of(resource) or (), resource.split(":")[4])
    if prefix == "sagemaker" and ":model-package" in resource:
        from mlops_templates.localaws.sagemaker.registry.records import group_policy

        text = group_policy(call, resource)
        return ResourcePolicy(parse(text) if text else None, resource.split(":")[4])
    if prefix == "ecr" and ":repository/" in resource:
        from mlops_templates.localaws.ecr.state import policy_at

        text = policy_at(call.world, resource)
        return ResourcePolicy(parse(text) if text else None, resource.split(":")[4])
    if prefix == "events" and ":event-bus/" in resource:
        return resource_policies.of_bus(resource, call.world.state(BusPolicies, "", "global"))
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
