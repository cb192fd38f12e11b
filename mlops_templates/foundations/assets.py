"""The stack under everything published: asset bucket, launch role, permissions boundary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from troposphere import GetAtt, Output, Parameter, Ref, Template

from mlops_templates.foundations.asset_bucket import add_asset_bucket
from mlops_templates.foundations.boundary import add_boundary
from mlops_templates.foundations.launch_actions import resource_uses
from mlops_templates.foundations.launch_role import add_launch_role

STACK_NAME = "mlops-templates-assets"
FILE_NAME = "0-assets.yaml"


def assets_template(products: Iterable[Mapping[str, Any]]) -> Template:
    """The template, given those of all products: the launch role may do what their resources need."""
    template = Template(Description="Assets of mlops-templates: bucket, launch role and permissions boundary")
    template.set_version("2010-09-09")
    content = add_content_digest(template)
    bucket = add_asset_bucket(template)
    boundary = add_boundary(template)
    role = add_launch_role(template, uses=resource_uses(products))
    template.add_output(Output("AssetBucketName", Value=Ref(bucket), Description="Published templates and seeds"))
    template.add_output(Output("BoundaryArn", Value=Ref(boundary), Description="Permissions boundary of project roles"))
    template.add_output(Output("LaunchRoleArn", Value=GetAtt(role, "Arn"), Description="Makes the project stacks"))
    template.add_output(content)
    return template


def add_content_digest(template: Template) -> Output:
    """A parameter that publish sets, and its output: one read of the stack then tells whether anything changed."""
    template.add_parameter(
        Parameter(
            "ContentDigest",
            Type="String",
            Default="none",
            AllowedPattern="none|[0-9a-f]{64}",
            ConstraintDescription="none or 64 hexadecimal digits",
            Description="SHA-256 of what was published; set by mlops-templates publish",
        )
    )
    return Output("ContentDigest", Value=Ref("ContentDigest"), Description="SHA-256 of what was published")
