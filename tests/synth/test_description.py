import pytest

from mlops_templates.synth.description import describe
from mlops_templates.synth.diagram import mermaid
from tests.duties.rights import EVERY_TEMPLATE
from tests.rendered import product_document

DESCRIPTION = describe(product_document())


def test_optional_fields_have_a_default():
    defaults = {parameter.name: parameter.default for parameter in DESCRIPTION.parameters}
    assert [name for name, default in defaults.items() if default is None] == [
        "SageMakerProjectName",
        "SageMakerProjectId",
    ]
    assert (defaults["ApproverEmail"], defaults["Team"]) == ("", "unassigned")


@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_every_template_can_be_described_and_drawn(product: str, scm: str):
    document = product_document(product, scm)
    assert describe(document).resources
    assert mermaid(document).startswith("flowchart LR")


def test_stages_name_their_actions_in_order():
    pipelines = {pipeline.identifier: pipeline.stages for pipeline in DESCRIPTION.pipelines}
    assert pipelines["DeployPipeline"][2].actions == ("Deploy", "Test", "Approve")


def test_every_resource_is_listed_under_its_type():
    listed = [name for names in DESCRIPTION.resources.values() for name in names]
    assert sorted(listed) == sorted(product_document()["Resources"])


def test_retained_resources_are_those_with_a_retaining_policy():
    assert "MlDataBucket" in DESCRIPTION.retained
    assert "DeadLetterQueue" not in DESCRIPTION.retained
