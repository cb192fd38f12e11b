import pytest

from tests.rendered import resources


@pytest.mark.parametrize("name", ["ModelBuild", "ModelDeploy"])
def test_studio_shows_each_repository(name: str):
    config = resources("AWS::SageMaker::CodeRepository")[f"{name}CodeRepository"]["GitConfig"]
    assert config == {"RepositoryUrl": {"Fn::GetAtt": [f"{name}Repository", "CloneUrlHttp"]}}
