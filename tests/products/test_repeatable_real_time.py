import pytest

from mlops_templates.products import repeatable_real_time
from tests.rendered import product_document

DOCUMENT = product_document()


def test_solution_has_exactly_a_build_and_a_deploy_repository():
    assert [seed.name for seed in repeatable_real_time.PRODUCT.seeds] == ["model_build", "model_deploy"]


@pytest.mark.parametrize(
    "output",
    [
        "ArtifactsBucketName",
        "BuildPipelineName",
        "DeployPipelineName",
        "DevModelPackageGroupName",
        "KeyArn",
        "MainModelPackageGroupName",
        "MlDataBucketName",
        "ModelBuildCloneUrl",
        "ModelDeployCloneUrl",
    ],
)
def test_outputs_tell_a_person_where_things_are(output: str):
    assert DOCUMENT["Outputs"][output]["Value"]
