import pytest

from mlops_templates.policy import PipelineCurrent
from tests.policy.linted import messages, resource

PIPELINE = "AWS::CodePipeline::Pipeline"


def test_pipeline_of_type_v2_is_accepted():
    assert messages(PipelineCurrent(), resource(PIPELINE, PipelineType="V2")) == []


@pytest.mark.parametrize("kind", [{}, {"PipelineType": "V1"}], ids=["unsaid", "V1"])
def test_pipeline_of_the_old_type_is_refused(kind: dict[str, str]):
    assert messages(PipelineCurrent(), resource(PIPELINE, **kind)) == ["R: set PipelineType to V2"]


def test_pipeline_of_an_ordinary_template_may_be_of_any_type():
    assert messages(PipelineCurrent(), resource(PIPELINE), parameters={}) == []
