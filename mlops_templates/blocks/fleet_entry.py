"""What the fleet knows of a project: an entry that the stack itself writes, keeps true, and takes away."""

from __future__ import annotations

from troposphere import Sub, Template, ssm

from mlops_templates.model import Product

PATH = "/mlops-templates/projects"


def add_fleet_entry(template: Template, *, product: Product) -> None:
    """A parameter under `/mlops-templates/projects/`, as JSON."""
    entry = (
        '{"name":"${SageMakerProjectName}","id":"${SageMakerProjectId}",'
        f'"product":"{product.name}","phase":"{product.phase}",'
        '"team":"${Team}","costCenter":"${CostCenter}",'
        '"staging":"${StagingAccountId}","production":"${ProductionAccountId}","stack":"${AWS::StackName}"}'
    )
    template.add_resource(
        ssm.Parameter(
            "FleetEntry",
            Name=Sub(f"{PATH}/${{SageMakerProjectId}}"),
            Type="String",
            Value=Sub(entry),
        )
    )
