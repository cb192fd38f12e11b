import pytest

from mlops_templates import naming

# The names that seed repositories, the embedded AWS and the demo rely on.
NAMES = [
    (naming.project_bucket("ml-data"), "sagemaker-${SageMakerProjectId}-ml-data-${AWS::AccountId}"),
    (naming.project_role("training"), "sagemaker-${SageMakerProjectId}-training"),
    (naming.project_rule("push"), "sagemaker-${SageMakerProjectId}-push"),
    (naming.project_resource("build"), "sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-build"),
    (naming.project_entity(), "${SageMakerProjectName}-${SageMakerProjectId}"),
    (naming.project_entity("dev"), "${SageMakerProjectName}-${SageMakerProjectId}-dev"),
    (naming.asset_bucket("111122223333", "eu-west-1"), "sagemaker-mlops-templates-111122223333-eu-west-1"),
    (naming.seed_key("model_build", "0123456789abcdef"), "seeds/model_build-0123456789abcdef.zip"),
    (naming.template_key("a", "codecommit", "0123456789abcdef"), "templates/a.codecommit-0123456789abcdef.yaml"),
    (
        naming.boundary_arn("aws", "111122223333", "eu-west-1"),
        "arn:aws:iam::111122223333:policy/mlops/mlops-templates-boundary-eu-west-1",
    ),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_physical_names_are_stable(name: str, expected: str):
    assert name == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("model_build", "repository"), "ModelBuildRepository"),
        (("ml-data", "bucket"), "MlDataBucket"),
        (("deploy-render", "log_group"), "DeployRenderLogGroup"),
    ],
)
def test_logical_ids_are_words_in_pascal_case(words: tuple[str, ...], expected: str):
    assert naming.logical_id(*words) == expected
