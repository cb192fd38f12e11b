from __future__ import annotations

import pytest

from mlops_templates.projects.next_steps import next_steps
from mlops_templates.projects.stack_template import StackTemplate
from mlops_templates.scm import SCMS
from tests.foundations.documents import documents_by_product

FORM = {
    "SageMakerProjectName": "churn",
    "SageMakerProjectId": "p-1",
    "ModelBuildRepository": "owner/model-build",
    "ModelDeployRepository": "owner/model-deploy",
}
IN_CODECOMMIT = ["sagemaker-churn-p-1-model-build", "sagemaker-churn-p-1-model-deploy"]
OUTSIDE = ["owner/model-build", "owner/model-deploy"]


def stack(product: str, scm: str) -> StackTemplate:
    documents = dict(zip(SCMS, documents_by_product()[product], strict=True))
    return StackTemplate(documents[scm]["Resources"], FORM)


@pytest.mark.parametrize("scm", SCMS)
@pytest.mark.parametrize("product", ["repeatable-real-time", "repeatable-batch"])
def test_experiments_are_to_be_pushed_as_main(product: str, scm: str) -> None:
    steps = next_steps(stack("initial-experiment", scm), stack(product, scm))
    assert [step.partition("in a clone of ")[2] for step in steps] == [
        f"{repository} run `git push origin experiment:main`."
        for repository in (IN_CODECOMMIT if scm == "codecommit" else OUTSIDE)
    ]


@pytest.mark.parametrize("scm", SCMS)
def test_a_project_that_began_on_main_has_nothing_to_push(scm: str) -> None:
    assert next_steps(stack("repeatable-batch", scm), stack("reliable-batch", scm)) == ()
