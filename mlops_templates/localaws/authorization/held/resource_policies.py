"""The policies of resources: buckets, keys, topics and queues."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from mlops_templates.localaws.authorization.held import keys
from mlops_templates.localaws.authorization.held.buckets import owner_of
from mlops_templates.localaws.authorization.policy import Statements, parse
from mlops_templates.localaws.document import Document


@dataclass
class BucketPolicies:
    """Policy texts by bucket name, of all accounts and regions: bucket names are unique over them."""

    texts: dict[str, bytes] = field(default_factory=dict)


@dataclass
class BusPolicies:
    """The statements of the policies of event buses, by the ARN of the bus, of all accounts and regions."""

    statements: dict[str, list[Document]] = field(default_factory=dict)


@dataclass(frozen=True)
class ResourcePolicy:
    """A resource's own policy (None: it has none) and the account that owns the resource."""

    statements: Statements | None
    account: str


def of_bucket(bucket: str, policies: BucketPolicies) -> ResourcePolicy:
    text = policies.texts.get(bucket)
    return ResourcePolicy(parse(text.decode()) if text else None, owner_of(bucket))


def of_bus(arn: str, policies: BusPolicies) -> ResourcePolicy:
    statements = policies.statements.get(arn)
    return ResourcePolicy(parse(json.dumps({"Statement": statements})) if statements else None, arn.split(":")[4])


def of_arn(arn: str) -> ResourcePolicy:
    """The policy of a key, a topic or a queue; of anything else none is known."""
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return ResourcePolicy(None, "")
    # AWS's own policies (`arn:aws:iam::aws:policy/...`) belong to everybody.
    service, account = parts[2], parts[4].removeprefix("aws")
    text = _READERS[service](arn) if service in _READERS else None
    return ResourcePolicy(parse(text) if text else None, account)


def _topic(arn: str) -> str | None:
    from moto.sns.models import sns_backends

    _, _, _, region, account, _ = arn.split(":", 5)
    found = sns_backends[account][region].topics.get(arn)
    return str(found.policy) if found else None


def _queue(arn: str) -> str | None:
    from moto.sqs.models import sqs_backends

    _, _, _, region, account, name = arn.split(":", 5)
    found = sqs_backends[account][region].queues.get(name)
    given = found.policy if found else None
    return json.dumps(given) if isinstance(given, dict) else given


def _key(arn: str) -> str | None:
    return keys.policy_text(arn) if ":key/" in arn else None


_READERS = {"sns": _topic, "sqs": _queue, "kms": _key}
