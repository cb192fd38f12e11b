"""The ARNs that a request is about, by service: a member of the request makes the ARN of a type.

An action that the Service Authorization Reference gives no resources asks for `*`. So does one whose request names
none of the resources that it could be limited to; a creation without a name asks for any resource of its type.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_templates.localaws.authorization import reference
from mlops_templates.localaws.authorization.asking import rest_verbs, rules, special
from mlops_templates.localaws.authorization.asking.actions import prefix_of
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.document import Document


def resources_of(service: str, operation: str, request: Document, place: Place) -> tuple[str, ...]:
    """The ARNs of an operation, each of which must be allowed."""
    service = prefix_of(service)
    if service == "apigateway":
        return (rest_verbs.resource_of(operation, request, place),)
    types = reference.resource_types(service, RESOURCES_OF.get(operation, operation))
    if not types:
        return ("*",)
    finder = special.FINDERS.get(service)
    found = tuple(finder(operation, types, request, place)) if finder else ()
    return found or tuple(dict.fromkeys(_by_rule(service, types, request, place))) or ("*",)


RESOURCES_OF = {"ReEncrypt": "ReEncryptFrom", "SendMessageBatch": "SendMessage", "PublishBatch": "Publish"}
"""Operations that IAM knows under another name."""


def _by_rule(service: str, types: frozenset[str], request: Document, place: Place) -> Iterator[str]:
    for rule in rules.RULES.get(service, ()):
        if rule.type and rule.type not in types:
            continue
        given = request.get(rule.member)
        for value in given if isinstance(given, list) else [given] if given else []:
            yield rules.arn(rule, str(value), place.region, place.account)
