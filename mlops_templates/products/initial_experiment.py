"""Initial phase: a safe place to experiment. Both repositories, run by hand from Studio or a laptop; no CI/CD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates import blocks
from mlops_templates.model import Phase, Product, Scm
from mlops_templates.products.seeds import SCMS, SEEDS

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    ground = blocks.add_ground(template, scm, branch="experiment")
    datasets = blocks.add_dataset_grants(template)
    tools = blocks.add_tool_grants(template, key=ground.key, datasets=datasets.policy)
    blocks.add_training_role(template, key=ground.key, policies=[datasets.policy, *tools.policies])
    blocks.add_experimenter_role(template, key=ground.key, policies=[datasets.policy, *tools.policies])


PRODUCT = Product(
    name="initial-experiment",
    phase=Phase.INITIAL,
    title="Experiment in a safe place",
    description=(
        "Experiment from Studio or a laptop: bucket, training role, two seeded repositories. "
        "No CI/CD yet; named datasets and tools can be opened to the project."
    ),
    seeds=SEEDS,
    build=build,
    scms=SCMS,
)
