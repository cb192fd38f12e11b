"""A policy that a template lays upon several things of a service, each of which holds one: topics, queues."""

from __future__ import annotations

from collections.abc import Callable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.picking import policy_text
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.document import Document


def laid_policy(
    name: str, things: str, *, put: Callable[[Call, str, str], None], take: Callable[[Call, str], None]
) -> ResourceType:
    """`things` is the property that lists them; `put` lays a policy upon one, `take` leaves it as if it were new."""

    def put_all(call: Call, resource: Resource) -> None:
        text = policy_text(resource.properties["PolicyDocument"])
        for thing in resource.properties[things]:
            put(call, thing, text)

    def create(call: Call, resource: Resource) -> Made:
        put_all(call, resource)
        made = resource.generated_name(256)
        return Made(made, {"Id": made})

    def update(call: Call, resource: Resource, old: Document) -> Made:
        for thing in old[things]:
            if thing not in resource.properties[things]:
                take(call, thing)
        put_all(call, resource)
        return Made(resource.physical_id, resource.attributes)

    def delete(call: Call, resource: Resource) -> None:
        for thing in resource.properties[things]:
            take(call, thing)

    properties = frozenset({"PolicyDocument", things})
    return ResourceType(name, create=create, update=update, delete=delete, properties=properties)
