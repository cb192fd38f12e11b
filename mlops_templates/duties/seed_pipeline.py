"""The pipeline that takes the seeds from the asset bucket and has them pushed."""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.duties.pipelines import pass_artifacts, run_builds
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import PARTITION, asset_bucket

ASSETS = f"arn:{PARTITION}:s3:::{asset_bucket()}"

SEED_PIPELINE = Duty(
    name="seed-pipeline",
    purpose="Pipeline that puts the seeds into new repositories",
    services=("codepipeline.amazonaws.com",),
    permissions=(
        *pass_artifacts(),
        run_builds("seed"),
        Permission(("s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket"), (Sub(ASSETS),)),
        Permission(("s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion"), (Sub(f"{ASSETS}/seeds/*"),)),
    ),
)
