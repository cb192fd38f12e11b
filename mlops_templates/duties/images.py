"""Builds push container images into the repository of their project, upon framework images of AWS (R32)."""

from __future__ import annotations

from mlops_templates.duties.containers import PULL, framework_images
from mlops_templates.duties.own import own_arn
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import project_image_repository

PUSH = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:DescribeImages",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)

IMAGES = Duty(
    name="images",
    purpose="Pushes container images of the project",
    services=("codebuild.amazonaws.com",),
    permissions=(
        Permission(("ecr:GetAuthorizationToken",), ("*",)),
        Permission(PUSH, (own_arn("ecr", f"repository/{project_image_repository()}"),)),
        Permission(PULL, (framework_images(),)),
    ),
)
