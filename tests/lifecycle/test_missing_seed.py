"""A seed archive that is gone from the asset bucket: one message, nothing half-made, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from mlops_templates import projects, publish
from mlops_templates.demo.life import PRODUCT
from mlops_templates.errors import MlopsTemplatesError
from tests.lifecycle.belongings import belongings
from tests.lifecycle.project_life import publish_by_command

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws


def keys_in(s3: Any, bucket: str) -> list[str]:
    return [stored["Key"] for stored in s3.list_objects_v2(Bucket=bucket)["Contents"]]


def test_a_missing_seed_is_named_nothing_stays_and_publishing_again_mends_it(account: LocalAws) -> None:
    publish_by_command()
    s3, clients = boto3.client("s3"), publish.connect()
    names = [found["Name"] for found in s3.list_buckets()["Buckets"]]
    [bucket] = [name for name in names if name.startswith("sagemaker-mlops-templates-")]
    keys = keys_in(s3, bucket)
    [seed] = [key for key in keys if key.startswith("seeds/model_deploy-")]
    s3.delete_object(Bucket=bucket, Key=seed)

    failed = projects.create("orphan", PRODUCT, {}, clients)
    with pytest.raises(MlopsTemplatesError) as refused:
        projects.wait("orphan", clients)
    message = str(refused.value)
    assert len(message.splitlines()) == 1
    assert f"s3://{bucket}/{seed}" in message
    assert "mlops-templates publish" in message
    assert belongings("orphan", failed.project_id) == {("AWS::SageMaker::Project", "orphan")}

    assert f"add     asset      {seed}" in publish_by_command().stdout
    assert keys_in(s3, bucket) == keys

    projects.create("orphan", PRODUCT, {}, clients)
    made = projects.wait("orphan", clients)
    assert made is not None and made.status == "CreateCompleted"
    assert ("AWS::CodeCommit::Repository", f"sagemaker-orphan-{made.project_id}-model-deploy") in belongings(
        "orphan", made.project_id
    )
    assert belongings("orphan", failed.project_id) == {("AWS::SageMaker::Project", "orphan")}
