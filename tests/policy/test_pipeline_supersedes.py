import pytest

from mlops_templates.policy import PipelineSupersedes
from tests.policy.linted import messages, resource

PIPELINE = "AWS::CodePipeline::Pipeline"


@pytest.mark.parametrize("mode", [{}, {"ExecutionMode": "SUPERSEDED"}], ids=["as AWS has it", "said"])
def test_pipeline_whose_newest_execution_wins_is_accepted(mode: dict[str, str]):
    assert messages(PipelineSupersedes(), resource(PIPELINE, **mode)) == []


@pytest.mark.parametrize("mode", ["QUEUED", "PARALLEL"])
def test_pipeline_whose_older_execution_may_act_last_is_refused(mode: str):
    found = messages(PipelineSupersedes(), resource(PIPELINE, ExecutionMode=mode))
    assert found == ["R: set ExecutionMode to SUPERSEDED"]


def test_pipeline_of_an_ordinary_template_may_queue():
    assert messages(PipelineSupersedes(), resource(PIPELINE, ExecutionMode="QUEUED"), parameters={}) == []
