"""The repositories of one account and region."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.environments.images import known
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World


@dataclass
class Image:
    """One manifest; `tags` in the order in which they were given."""

    digest: str
    manifest: str
    media_type: str
    size: int
    tags: list[str] = field(default_factory=list)
    pushed: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def config_digest(self) -> str:
        """Where what the image says of itself is, among the layers."""
        return str(json.loads(self.manifest)["config"]["digest"])


@dataclass
class Repository:
    """One repository: its settings, its images by digest, the layers that it holds by digest with their sizes."""

    name: str
    registry: str
    region: str
    mutability: str
    scan_on_push: bool
    encryption: Document
    tags: dict[str, str]
    policy: str = ""
    lifecycle_policy: str = ""
    images: dict[str, Image] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)
    uploads: dict[str, int] = field(default_factory=dict)
    """What came of each layer that is being uploaded, in bytes."""
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def arn(self) -> str:
        return f"arn:aws:ecr:{self.region}:{self.registry}:repository/{self.name}"

    @property
    def uri(self) -> str:
        return f"{self.registry}.dkr.ecr.{self.region}.amazonaws.com/{self.name}"

    def tagged(self, tag: str) -> Image | None:
        return next((image for image in self.images.values() if tag in image.tags), None)


@dataclass
class EcrState:
    """Repositories by name."""

    repositories: dict[str, Repository] = field(default_factory=dict)


def registry_of(call: Call, request: Document) -> str:
    """The account whose registry is meant: the caller's, unless the request names one."""
    return str(request.get("registryId") or call.account)


def registry(call: Call, request: Document) -> dict[str, Repository]:
    return call.world.state(EcrState, registry_of(call, request), call.region).repositories


def find(call: Call, request: Document) -> Repository:
    """The repository that a request names.

    Raises:
        AwsError: RepositoryNotFoundException.
    """
    name = str(request["repositoryName"])
    found = registry(call, request).get(name)
    if found is None:
        raise AwsError(
            "RepositoryNotFoundException",
            f"The repository with name '{name}' does not exist in the registry with id '{registry_of(call, request)}'",
        )
    return found


def named(repository: Repository) -> str:
    """How the errors of AWS end that are about a repository."""
    return f"the repository with name '{repository.name}' in the registry with id '{repository.registry}'"


def layer_file(call: Call, repository: Repository, digest: str) -> Path:
    """Where a layer is: by content, once for the registry."""
    return _folder(call, repository) / digest.replace(":", "-")


def upload_file(call: Call, repository: Repository, upload: str) -> Path:
    return _folder(call, repository) / f"upload-{upload}"


def _folder(call: Call, repository: Repository) -> Path:
    return call.world.root / "images" / repository.registry / repository.region


def policy_at(world: World, arn: str) -> str:
    """The policy of the repository with this ARN, in whichever account; empty when there is none.

    The framework images of AWS are in accounts of AWS, which let everybody have them.
    """
    region, account, resource = arn.split(":", 5)[3:]
    name = resource.removeprefix("repository/")
    found = world.state(EcrState, account, region).repositories.get(name)
    if found is None and any(image.partition(":")[0] == name for image in known()):
        return json.dumps({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "ecr:*"}})
    return found.policy if found else ""
