import copy
import re

import pytest

from mlops_templates.synth.description import describe
from mlops_templates.synth.diagram import mermaid
from tests.rendered import product_document

DIAGRAM = mermaid(product_document()).splitlines()


@pytest.mark.parametrize(
    "edge",
    [
        "ModelBuildRepository -->|push| BuildPipeline",
        "ModelDeployRepository -->|push| DeployPipeline",
        "ModelBuildRepository -->|push| BranchProject",
        "MainModelPackageGroup -->|Approved or Rejected| DeployPipeline",
        "BuildPipelineBuild -->|upserts, runs| SageMakerPipeline",
        "SageMakerPipeline -->|registers| MainModelPackageGroup",
        "DeployPipelineStaging -->|CloudFormation| stagingEndpoint",
        "DeployPipelineStaging -.->|approval waits| ApprovalTopic",
        "DeployPipelineProduction -->|CloudFormation| prodEndpoint",
    ],
)
def test_diagram_shows_how_the_parts_are_wired(edge: str):
    assert f"  {edge}" in DIAGRAM


@pytest.mark.parametrize("product", ["repeatable-batch", "reliable-batch", "scalable-batch"])
def test_batch_product_deploys_pipelines_that_score_and_no_endpoint(product: str):
    drawn = mermaid(product_document(product)).splitlines()
    assert '  stagingBatchPipeline[["staging batch pipeline"]]' in drawn
    assert "  DeployPipelineStaging -->|CloudFormation| stagingBatchPipeline" in drawn
    assert "  DeployPipelineProduction -->|CloudFormation| prodBatchPipeline" in drawn
    assert not [line for line in drawn if "endpoint" in line.lower()]


def test_stages_stand_in_their_order():
    order = "DeployPipelineSource --> DeployPipelineRender --> DeployPipelineStaging --> DeployPipelineProduction"
    assert f"    {order}" in DIAGRAM


def test_every_subgraph_is_closed():
    assert len([line for line in DIAGRAM if line.startswith("  subgraph")]) == DIAGRAM.count("  end") == 2


def test_nothing_is_drawn_twice():
    drawn = [line for line in DIAGRAM if line.strip() not in ("end", "direction LR")]
    assert sorted(set(drawn)) == sorted(drawn)


def test_every_edge_joins_parts_that_are_drawn():
    drawn = {match[1] for line in DIAGRAM if (match := re.match(r"\s+(?:subgraph )?(\w+)[\[(>]", line))}
    edges = [match for line in DIAGRAM if (match := re.match(r"\s+(\w+) <?-\.?->\|.*\| (\w+)$", line))]
    assert edges
    assert {end for match in edges for end in match.groups()} <= drawn


def test_diagram_follows_the_template():
    document = copy.deepcopy(product_document())
    del document["Resources"]["ModelDecisionRule"]
    assert "Approved or Rejected" not in mermaid(document)


FOREIGN = {
    "Parameters": {"Hour": {"Type": "Number"}},
    "Resources": {
        "Nightly": {
            "Type": "AWS::Events::Rule",
            "Properties": {"ScheduleExpression": "rate(1 day)", "Targets": [{"Arn": "arn:aws:sns:eu-west-1:1:x"}]},
        },
        "Build": {"Type": "AWS::CodeBuild::Project", "Properties": {"Environment": {"Image": "x"}}},
        "Release": {
            "Type": "AWS::CodePipeline::Pipeline",
            "Properties": {
                "Stages": [
                    {
                        "Name": "Build",
                        "Actions": [
                            {"Name": "Ours", "ActionTypeId": {"Category": "Build"}},
                            {
                                "Name": "Theirs",
                                "ActionTypeId": {"Category": "Build"},
                                "Configuration": {"ProjectName": "made-by-hand", "NotificationArn": "arn:aws:sns:x"},
                            },
                        ],
                    }
                ]
            },
        },
    },
    "Outputs": {},
}


def test_template_whose_parts_are_made_elsewhere_is_drawn_and_described():
    assert '    ReleaseBuild["Build<br/>Ours, Theirs"]' in mermaid(FOREIGN).splitlines()
    assert [field.description for field in describe(FOREIGN).parameters] == [""]
