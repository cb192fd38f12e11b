"""Images, layers and tokens."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.ecr.tokens import keys_of
from tests.conftest import Aws
from tests.localaws.ecr.conftest import Registry


def test_an_image_is_found_by_tag_and_by_digest(ecr: Any, registry: Registry) -> None:
    digest = registry.push("one", "1", "first")
    shown = ecr.describe_images(repositoryName=registry.name, imageIds=[{"imageTag": "first"}])["imageDetails"][0]
    assert (shown["imageDigest"], shown["imageTags"]) == (digest, ["1", "first"])
    assert shown["imageSizeInBytes"] == len(b"one" + b"config of one")
    found = ecr.batch_get_image(repositoryName=registry.name, imageIds=[{"imageDigest": digest}, {"imageTag": "no"}])
    assert [image["imageId"] for image in found["images"]] == [{"imageDigest": digest}]
    assert [failure["failureCode"] for failure in found["failures"]] == ["ImageNotFound"]
    listed = ecr.list_images(repositoryName=registry.name)["imageIds"]
    assert listed == [{"imageDigest": digest, "imageTag": tag} for tag in ("1", "first")]


def test_an_image_that_is_not_there_is_told_so(ecr: Any, registry: Registry) -> None:
    with pytest.raises(ClientError, match=r"ImageNotFoundException.*The image with imageId \{imageTag:'no'\}"):
        ecr.describe_images(repositoryName=registry.name, imageIds=[{"imageTag": "no"}])


def test_a_tag_moves_to_the_next_image(ecr: Any, registry: Registry) -> None:
    first, second = registry.push("one", "now"), registry.push("two", "now")
    found = ecr.describe_images(repositoryName=registry.name)["imageDetails"]
    assert {image["imageDigest"]: image.get("imageTags") for image in found} == {first: None, second: ["now"]}
    untagged = ecr.list_images(repositoryName=registry.name, filter={"tagStatus": "UNTAGGED"})["imageIds"]
    assert untagged == [{"imageDigest": first}]


def test_an_immutable_tag_stays_where_it_is(ecr: Any, registry: Registry) -> None:
    ecr.put_image_tag_mutability(repositoryName=registry.name, imageTagMutability="IMMUTABLE")
    registry.push("one", "now")
    with pytest.raises(ClientError, match=r"ImageTagAlreadyExistsException.*cannot be overwritten"):
        registry.push("two", "now")


def test_the_same_image_with_the_same_tag_is_there_already(registry: Registry) -> None:
    config, layer = registry.upload(b"config"), registry.upload(b"layer")
    image = {"repositoryName": registry.name, "imageManifest": registry.manifest(layer, config=config)}
    registry.ecr.put_image(**image, imageTag="1")
    with pytest.raises(ClientError, match="ImageAlreadyExistsException"):
        registry.ecr.put_image(**image, imageTag="1")


def test_an_image_whose_layers_are_not_there_is_refused(registry: Registry) -> None:
    manifest = registry.manifest(f"sha256:{'0' * 64}", config=registry.upload(b"config"))
    with pytest.raises(ClientError, match="LayersNotFoundException"):
        registry.ecr.put_image(repositoryName=registry.name, imageManifest=manifest, imageTag="1")


def test_a_layer_with_another_content_than_told_is_refused(ecr: Any, registry: Registry) -> None:
    upload = ecr.initiate_layer_upload(repositoryName=registry.name)["uploadId"]
    place = {"repositoryName": registry.name, "uploadId": upload}
    ecr.upload_layer_part(**place, partFirstByte=0, partLastByte=3, layerPartBlob=b"text")
    with pytest.raises(ClientError, match="InvalidLayerException"):
        ecr.complete_layer_upload(**place, layerDigests=[f"sha256:{'0' * 64}"])


def test_parts_come_one_after_the_other(ecr: Any, registry: Registry) -> None:
    upload = ecr.initiate_layer_upload(repositoryName=registry.name)["uploadId"]
    place = {"repositoryName": registry.name, "uploadId": upload}
    with pytest.raises(ClientError, match="InvalidLayerPartException"):
        ecr.upload_layer_part(**place, partFirstByte=4, partLastByte=7, layerPartBlob=b"text")


def test_the_last_tag_takes_its_image_along(ecr: Any, registry: Registry) -> None:
    digest = registry.push("one", "1", "2")
    for tag, left in (("1", 1), ("2", 0)):
        gone = ecr.batch_delete_image(repositoryName=registry.name, imageIds=[{"imageTag": tag}])
        assert gone["imageIds"] == [{"imageDigest": digest, "imageTag": tag}]
        assert len(ecr.describe_images(repositoryName=registry.name)["imageDetails"]) == left


def test_a_token_stands_for_who_asked_for_it(aws: Aws, ecr: Any) -> None:
    given = ecr.get_authorization_token()["authorizationData"][0]
    user, _, password = base64.b64decode(given["authorizationToken"]).decode().partition(":")
    assert user == "AWS"
    assert given["proxyEndpoint"] == "https://123456789012.dkr.ecr.us-east-1.amazonaws.com"
    keys = keys_of(password)
    assert keys is not None
    assert keys.access_key == aws.server.credentials.access_key
    assert keys_of("guessed") is None
