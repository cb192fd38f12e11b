"""Repositories: create, look at, set, delete."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ecr.layers import forget_layers
from mlops_templates.localaws.ecr.service import SERVICE
from mlops_templates.localaws.ecr.state import Repository, find, registry, registry_of
from mlops_templates.localaws.ecr.tags import checked
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page


def describe(repository: Repository) -> Document:
    """The repository as the API shows it."""
    return {
        "repositoryArn": repository.arn,
        "registryId": repository.registry,
        "repositoryName": repository.name,
        "repositoryUri": repository.uri,
        "createdAt": repository.created,
        "imageTagMutability": repository.mutability,
        "imageScanningConfiguration": {"scanOnPush": repository.scan_on_push},
        "encryptionConfiguration": repository.encryption,
    }


@SERVICE.action
def create_repository(call: Call, request: Document) -> Document:
    name, tags = request["repositoryName"], checked(request.get("tags", []))
    _check_own(call, request)
    with call.world.lock:
        repositories = registry(call, request)
        if name in repositories:
            raise AwsError(
                "RepositoryAlreadyExistsException",
                f"The repository with name '{name}' already exists in the registry with id '{call.account}'",
            )
        repository = repositories[name] = Repository(
            name,
            call.account,
            call.region,
            request.get("imageTagMutability", "MUTABLE"),
            bool(request.get("imageScanningConfiguration", {}).get("scanOnPush")),
            _encryption(call, request.get("encryptionConfiguration", {})),
            tags,
        )
    return {"repository": describe(repository)}


@SERVICE.action
def describe_repositories(call: Call, request: Document) -> Document:
    if names := request.get("repositoryNames"):
        return {"repositories": [describe(find(call, {**request, "repositoryName": name})) for name in names]}
    found = sorted(registry(call, request).values(), key=lambda repository: repository.name)
    kept, token = page(
        found,
        request,
        size_key="maxResults",
        token_key="nextToken",  # noqa: S106 - the name of a request member
        error="InvalidParameterException",
    )
    return {"repositories": [describe(repository) for repository in kept], "nextToken": token}


@SERVICE.action
def delete_repository(call: Call, request: Document) -> Document:
    with call.world.lock:
        repository = find(call, request)
        if repository.images and not request.get("force"):
            raise AwsError(
                "RepositoryNotEmptyException",
                f"The repository with name '{repository.name}' in registry with id '{repository.registry}' "
                "cannot be deleted because it still contains images",
            )
        del registry(call, request)[repository.name]
        forget_layers(call, repository)
    return {"repository": describe(repository)}


@SERVICE.action
def put_image_tag_mutability(call: Call, request: Document) -> Document:
    repository = find(call, request)
    repository.mutability = request["imageTagMutability"]
    return {
        "registryId": repository.registry,
        "repositoryName": repository.name,
        "imageTagMutability": repository.mutability,
    }


@SERVICE.action
def put_image_scanning_configuration(call: Call, request: Document) -> Document:
    repository = find(call, request)
    repository.scan_on_push = bool(request["imageScanningConfiguration"].get("scanOnPush"))
    return {
        "registryId": repository.registry,
        "repositoryName": repository.name,
        "imageScanningConfiguration": {"scanOnPush": repository.scan_on_push},
    }


def _check_own(call: Call, request: Document) -> None:
    if registry_of(call, request) != call.account:
        raise AwsError(
            "InvalidParameterException",
            "Invalid parameter at 'registryId' failed to satisfy constraint: "
            "'A repository can only be created in the own registry'",
        )


def _encryption(call: Call, given: Document) -> Document:
    """The encryption as it is shown: of a key that was named in whichever way, the ARN.

    Raises:
        AwsError: KmsException.
    """
    kind = given.get("encryptionType", "AES256")
    if kind == "AES256":
        return {"encryptionType": kind}
    kms = call.client("kms")
    try:
        key = kms.describe_key(KeyId=given.get("kmsKey", "alias/aws/ecr"))["KeyMetadata"]
    except kms.exceptions.ClientError as error:
        raise AwsError("KmsException", error.response["Error"]["Message"]) from error
    return {"encryptionType": kind, "kmsKey": key["Arn"]}
