import pytest

from mlops_templates.policy import ProductionRollsBack
from tests.policy.linted import messages, resource

PIPELINE = "AWS::CodePipeline::Pipeline"
DEPLOY = {"Name": "Deploy", "ActionTypeId": {"Category": "Deploy"}}
ASK = {"Name": "Approve", "ActionTypeId": {"Category": "Approval"}}
SAFE = {"Name": "Production", "Actions": [DEPLOY], "OnFailure": {"Result": "ROLLBACK"}}


def test_production_that_rolls_back_is_accepted():
    assert messages(ProductionRollsBack(), resource(PIPELINE, Stages=[SAFE])) == []


@pytest.mark.parametrize("failure", [{}, {"OnFailure": {"Result": "RETRY"}}], ids=["unsaid", "another end"])
def test_production_that_stays_as_it_failed_is_refused(failure: dict[str, object]):
    stage = {"Name": "Production", "Actions": [DEPLOY], **failure}
    found = messages(ProductionRollsBack(), resource(PIPELINE, Stages=[stage]))
    assert found == ["R: stage Production needs OnFailure with Result ROLLBACK"]


@pytest.mark.parametrize(
    "stage",
    [{"Name": "Staging", "Actions": [DEPLOY]}, {"Name": "ProductionApproval", "Actions": [ASK]}],
    ids=["another stage", "stage that only asks"],
)
def test_stage_that_changes_nothing_in_production_need_not_roll_back(stage: dict[str, object]):
    assert messages(ProductionRollsBack(), resource(PIPELINE, Stages=[stage])) == []


def test_pipeline_of_an_ordinary_template_need_not_roll_back():
    stage = {"Name": "Production", "Actions": [DEPLOY]}
    assert messages(ProductionRollsBack(), resource(PIPELINE, Stages=[stage]), parameters={}) == []
