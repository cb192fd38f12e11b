"""Publishing to Service Catalog: plan with reads only, then apply; a second run is all keep."""

from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.clients import Clients, connect
from mlops_templates.publish.plan import Plan, make_plan
from mlops_templates.publish.problems import PublishStoppedError
from mlops_templates.publish.published import Published, PublishedProduct, apply
from mlops_templates.publish.settings import Settings

__all__ = [
    "Change", "Clients", "Plan", "PublishStoppedError", "Published", "PublishedProduct", "Settings", "Verb",
    "apply", "connect", "make_plan",
]  # fmt: skip
