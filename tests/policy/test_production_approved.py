import pytest

from mlops_templates.policy import ProductionApproved
from tests.policy.linted import messages, resource

PIPELINE = "AWS::CodePipeline::Pipeline"
DEPLOY = {"Name": "Deploy", "ActionTypeId": {"Category": "Deploy"}, "RunOrder": 2}
ASK = {"Name": "Approve", "ActionTypeId": {"Category": "Approval"}, "RunOrder": 1}
SOURCE = {"Name": "Source", "Actions": [{"Name": "Source", "ActionTypeId": {"Category": "Source"}}]}
PRODUCTION = {"Name": "Production", "Actions": [DEPLOY]}


@pytest.mark.parametrize(
    "stages",
    [
        [SOURCE, {"Name": "Ask", "Actions": [ASK]}, PRODUCTION],
        [SOURCE, {"Name": "Staging", "Actions": [DEPLOY, {**ASK, "RunOrder": 3}]}, PRODUCTION],
        [SOURCE, {"Name": "Production", "Actions": [DEPLOY, ASK]}],
        [SOURCE, {"Name": "Staging", "Actions": [DEPLOY]}],
    ],
    ids=["stage of its own", "end of the stage before", "in the stage, first", "no production"],
)
def test_production_after_an_approval_is_accepted(stages: list[object]):
    assert messages(ProductionApproved(), resource(PIPELINE, Stages=stages)) == []


@pytest.mark.parametrize(
    "stages",
    [
        [SOURCE, PRODUCTION],
        [SOURCE, PRODUCTION, {"Name": "Ask", "Actions": [ASK]}],
        [SOURCE, {"Name": "Production", "Actions": [DEPLOY, {**ASK, "RunOrder": 3}]}],
    ],
    ids=["nobody asked", "asked in a later stage", "asked after the deployment"],
)
def test_production_that_nobody_approved_is_refused(stages: list[object]):
    found = messages(ProductionApproved(), resource(PIPELINE, Stages=stages))
    assert found == ["R: add a manual approval before stage Production deploys"]


def test_pipeline_of_an_ordinary_template_may_do_without():
    assert messages(ProductionApproved(), resource(PIPELINE, Stages=[SOURCE, PRODUCTION]), parameters={}) == []
