import copy
import re

import pytest

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
