import pytest

from mlops_templates.policy import NameBudget
from tests.policy.linted import messages, resource


def test_name_that_grows_too_long_is_refused_with_both_lengths():
    name = {"Fn::Sub": "sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-model"}
    assert messages(NameBudget(), resource("AWS::Events::Rule", Name=name)) == [
        "R: Name may become 69 characters long, AWS takes 64"
    ]


def test_code_repository_has_ten_characters_left_after_name_and_id():
    def named(ending: str) -> list[str]:
        name = {"Fn::Sub": f"${{SageMakerProjectName}}-${{SageMakerProjectId}}-{ending}"}
        return messages(NameBudget(), resource("AWS::SageMaker::CodeRepository", CodeRepositoryName=name))

    assert named("123456789") == []
    assert len(named("1234567890")) == 1


@pytest.mark.parametrize("length", [63, 64])
def test_fixed_name_counts_as_it_is(length: int):
    assert len(messages(NameBudget(), resource("AWS::S3::Bucket", BucketName="b" * length))) == length - 63


def test_name_that_cloudformation_makes_is_accepted():
    assert messages(NameBudget(), resource("AWS::S3::Bucket")) == []
