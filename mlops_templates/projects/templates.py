"""Project templates in S3, as publishing put them there."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.assets import STACK_NAME
from mlops_templates.foundations.s3_launch_role import ROLE_NAME
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained
from mlops_templates.publish.project_templates import PREFIX
from mlops_templates.publish.stack import read_stack


@dataclass(frozen=True)
class OfferedTemplate:
    """A template that Studio lists, and the role as which its projects are made."""

    name: str
    url: str
    role_arn: str


def find_template(name: str, scm: str, clients: Clients) -> OfferedTemplate:
    """The template of the product for that source-code provider."""
    assets = read_stack(clients.cloudformation, STACK_NAME)
    bucket = assets.outputs["AssetBucketName"] if assets else ""
    offered = _keys(bucket, clients) if bucket else {}
    wanted = f"{name}.{scm}"
    if assets is None or wanted not in offered:
        close = get_close_matches(wanted, offered, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"Published are: {', '.join(sorted(offered)) or 'none'}."
        raise MlopsTemplatesError(f"No template {wanted!r} is published in S3 in {clients.region}. {hint}")
    partition = assets.stack_id.split(":")[1]
    suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    return OfferedTemplate(
        name,
        f"https://{bucket}.s3.{clients.region}.{suffix}/{offered[wanted]}",
        f"arn:{partition}:iam::{assets.account}:role/{ROLE_NAME}",
    )


def _keys(bucket: str, clients: Clients) -> dict[str, str]:
    """Keys by product and provider: `project-templates/2-x.codecommit.yaml` is that of `x.codecommit`."""
    with explained(f"list the project templates in bucket {bucket}"):
        pages = clients.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=PREFIX)
        keys = [found["Key"] for page in pages for found in page.get("Contents", ())]
    return {key.removeprefix(PREFIX).partition("-")[2].removesuffix(".yaml"): key for key in keys}
