from mlops_templates.synth.description import describe
from tests.rendered import product_document

DESCRIPTION = describe(product_document())


def test_optional_fields_have_a_default():
    assert {parameter.name: parameter.default for parameter in DESCRIPTION.parameters} == {
        "SageMakerProjectName": None,
        "SageMakerProjectId": None,
        "ApproverEmail": "",
    }


def test_stages_name_their_actions_in_order():
    pipelines = {pipeline.identifier: pipeline.stages for pipeline in DESCRIPTION.pipelines}
    assert pipelines["DeployPipeline"][2].actions == ("Deploy", "Test", "Approve")


def test_every_resource_is_listed_under_its_type():
    listed = [name for names in DESCRIPTION.resources.values() for name in names]
    assert sorted(listed) == sorted(product_document()["Resources"])


def test_retained_resources_are_those_with_a_retaining_policy():
    assert "MlDataBucket" in DESCRIPTION.retained
    assert "DeadLetterQueue" not in DESCRIPTION.retained
