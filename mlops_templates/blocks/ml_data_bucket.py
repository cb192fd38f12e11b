"""The ML Data bucket of the roadmap: inputs, code copies, models, reports of every run; nothing current expires."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.bucket import Bucket, abandoned_uploads, add_bucket, replaced_versions
from mlops_templates.blocks.guests import Guests
from mlops_templates.blocks.key import Key


@dataclass(frozen=True)
class MlDataBucket:
    """Holds the data from which a past run can be recreated."""

    bucket: Bucket


def add_ml_data_bucket(
    template: Template, *, key: Key, readers: Guests | None = None, writers: Guests | None = None
) -> MlDataBucket:
    bucket = add_bucket(
        template,
        noun="ml-data",
        purpose="Data, models, reports",
        key=key,
        readers=readers,
        writers=writers,
        rules=[abandoned_uploads(), replaced_versions(180)],
    )
    return MlDataBucket(bucket)
