"""The images of jobs and endpoints: framework images of AWS whose packages are known, and images of the ECR here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mlops_templates.localaws import environments
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.containers.filling import fill
from mlops_templates.localaws.containers.image import Image, image_of
from mlops_templates.localaws.containers.reference import Reference, parse
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ecr.selection import find_image
from mlops_templates.localaws.ecr.state import EcrState, Repository, layer_file
from mlops_templates.localaws.environments import search_path
from mlops_templates.localaws.environments.images import requirements_of
from mlops_templates.localaws.environments.python_environment import PythonEnvironment
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.jobs.container import Container
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed
from mlops_templates.localaws.sagemaker.refusals import invalid

PULL = ("BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer")
"""What SageMaker does with the rights of a role to get an image."""


@dataclass(frozen=True)
class Prepared:
    """An image laid out in a container: its packages, and how it wants to be started."""

    environment: PythonEnvironment
    folder: Path
    """Where its commands start."""
    variables: Mapping[str, str] = field(default_factory=dict)
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    toolkit: bool = True
    """Whether the toolkit of a framework image starts in it, and no ENTRYPOINT of its own."""


def check(call: Call, image: str, role_arn: str) -> None:
    """Refuse an image that SageMaker cannot get with the rights of a role.

    Raises:
        AwsError: ValidationException in AWS's words, or NotEmulated for an image that nobody knows here.
    """
    reference = own(call, image)
    if reference is None:
        requirements_of(image)
        return
    role = call.as_role(role_arn, "SageMaker", "sagemaker.amazonaws.com")
    try:
        _may_pull(role, reference)
        _repository(call, reference)
    except AwsError as error:
        account = _place(reference)[0]
        rights = ", ".join(f"ecr:{action}" for action in PULL)
        raise invalid(
            f"Cannot find repository: {reference.repository} in registry ID: {account} Please check if your ECR "
            f"repository exists and role {role_arn} has proper pull permissions for SageMaker: {rights}"
        ) from error


def check_served(call: Call, image: str, role_arn: str) -> None:
    """The same for a model, whose image must be there already.

    Raises:
        AwsError: ValidationException, or NotEmulated.
    """
    check(call, image, role_arn)
    if reference := own(call, image):
        try:
            _image(call, reference)
        except JobFailed:
            raise invalid(f"Requested image {image} not found.") from None


def prepare(call: Call, container: Container, image: str) -> Prepared:
    """Lay an image out in a container, with the rights of the caller.

    Raises:
        JobFailed: it is not there.
        AwsError: AccessDenied, or NotEmulated.
    """
    reference = own(call, image)
    if reference is None:
        prepared = Prepared(environments.for_image(call.world, image), container.home)
    else:
        _may_pull(call, reference)
        prepared = _laid_out(call, container, *_image(call, reference))
    environments.job_bin(call.world, container.home, prepared.environment)
    return prepared


def own(call: Call, image: str) -> Reference | None:
    """The parts of the name of an image of the ECR here: in the registry of the caller, or one that is in use."""
    reference = parse(image)
    if reference is None or reference.registry is None:
        return None
    account, region = reference.registry
    held = call.world.state(EcrState, account, region).repositories
    return reference if account == call.account or reference.repository in held else None


def _laid_out(call: Call, container: Container, repository: Repository, image: Image) -> Prepared:
    environment = fill(image, container.image, lambda digest: layer_file(call, repository, digest))
    container.take_over_image()
    folder = container.place(image.folder) if image.folder != "/" else container.home
    places = [container.place(part) for part in image.variables.get("PATH", "").split(":") if part]
    search = ":".join([*(str(place) for place in places if place.is_dir()), search_path(container.home / "bin")])
    variables = {**image.variables, "PATH": search}
    return Prepared(environment, folder, variables, image.entrypoint, image.command, _has_toolkit(image))


def _has_toolkit(image: Image) -> bool:
    base = parse(image.base)
    return not image.entrypoint and base is not None and not base.is_python


def _may_pull(call: Call, reference: Reference) -> None:
    account = _place(reference)[0]
    request: Document = {"registryId": account, "repositoryName": reference.repository}
    for action in PULL:
        call.require("ecr", action, request)


def _repository(call: Call, reference: Reference) -> Repository:
    found = call.world.state(EcrState, *_place(reference)).repositories.get(reference.repository)
    if found is None:
        raise AwsError("RepositoryNotFoundException", f"{reference.repository} does not exist")
    return found


def _image(call: Call, reference: Reference) -> tuple[Repository, Image]:
    repository = _repository(call, reference)
    found = find_image(repository, reference.image_id)
    if found is None:
        raise JobFailed(
            f"ClientError: API error (404): manifest for {reference.text} not found: manifest unknown: "
            "Requested image not found"
        )
    config = layer_file(call, repository, found.config_digest)
    return repository, image_of(config.read_bytes())


def _place(reference: Reference) -> tuple[str, str]:
    """Account and region of the registry."""
    if reference.registry is None:
        raise ValueError(reference.text)
    return reference.registry
