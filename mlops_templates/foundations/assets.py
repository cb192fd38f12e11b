"""The stack under everything published: asset bucket and permissions boundary."""

from __future__ import annotations

from troposphere import Output, Ref, Template

from mlops_templates.foundations.access_log_bucket import add_access_log_bucket
from mlops_templates.foundations.asset_bucket import add_asset_bucket
from mlops_templates.foundations.boundary import add_boundary
from mlops_templates.foundations.content_digest import add_content_digest

STACK_NAME = "mlops-templates-assets"
FILE_NAME = "0-assets.yaml"


def assets_template() -> Template:
    template = Template(Description="Assets of mlops-templates: bucket and permissions boundary")
    template.set_version("2010-09-09")
    content = add_content_digest(template)
    logs = add_access_log_bucket(template)
    bucket = add_asset_bucket(template, logs=logs)
    boundary = add_boundary(template)
    template.add_output(Output("AssetBucketName", Value=Ref(bucket), Description="Published templates and seeds"))
    template.add_output(Output("BoundaryArn", Value=Ref(boundary), Description="Permissions boundary of project roles"))
    template.add_output(content)
    return template
