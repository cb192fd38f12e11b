"""Domains with their user profiles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.refusals import not_found


@dataclass
class Profile:
    """Who works in a domain."""

    name: str
    arn: str
    domain: str
    settings: Document
    created: datetime
    modified: datetime


@dataclass
class Domain:
    """A domain with the settings of its request, and the file system of its home directories."""

    id: str
    name: str
    arn: str
    file_system: str
    settings: Document
    created: datetime
    modified: datetime
    profiles: dict[str, Profile] = field(default_factory=dict)


@dataclass
class StudioState:
    """Domains by id, and the file systems of deleted ones that were to be kept."""

    domains: dict[str, Domain] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def domain_of(call: Call, id_: str) -> Domain:
    """The domain of an id.

    Raises:
        AwsError: ResourceNotFound.
    """
    found = call.state(StudioState).domains.get(id_)
    if found is None:
        raise not_found(f"Domain [{id_}] does not exist.")
    return found
