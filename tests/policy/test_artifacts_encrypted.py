import pytest

from mlops_templates.policy import ArtifactsEncrypted
from tests.policy.linted import messages, resource

PIPELINE = "AWS::CodePipeline::Pipeline"
WITH_KEY = {"Type": "S3", "Location": "b", "EncryptionKey": {"Type": "KMS", "Id": {"Fn::GetAtt": "Key.Arn"}}}
PLAIN = {"Type": "S3", "Location": "b"}


@pytest.mark.parametrize(
    "stores",
    [{"ArtifactStore": WITH_KEY}, {"ArtifactStores": [{"Region": "us-east-1", "ArtifactStore": WITH_KEY}]}],
    ids=["one", "one of a region"],
)
def test_pipeline_whose_artifacts_have_a_key_is_accepted(stores: dict[str, object]):
    assert messages(ArtifactsEncrypted(), resource(PIPELINE, **stores)) == []


@pytest.mark.parametrize(
    "stores",
    [{"ArtifactStore": PLAIN}, {"ArtifactStores": [{"ArtifactStore": WITH_KEY}, {"ArtifactStore": PLAIN}]}],
    ids=["one", "one of two"],
)
def test_pipeline_whose_artifacts_have_no_key_is_refused(stores: dict[str, object]):
    found = messages(ArtifactsEncrypted(), resource(PIPELINE, **stores))
    assert found == ["R: name the project's key in EncryptionKey of its artifact store"]


def test_pipeline_of_an_ordinary_template_needs_none():
    assert messages(ArtifactsEncrypted(), resource(PIPELINE, ArtifactStore=PLAIN), parameters={}) == []
