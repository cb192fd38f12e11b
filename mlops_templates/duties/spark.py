"""Spark jobs on EMR Serverless: they read the data of the project, and write below a prefix of their own."""

from __future__ import annotations

from mlops_templates.duties.storage import ML_DATA, delete_objects, put_objects, read_bucket, use_key
from mlops_templates.model import Duty

PREFIX = "spark/"

SPARK = Duty(
    name="spark",
    purpose="Spark jobs of people and of training, on an application that the form names",
    services=("emr-serverless.amazonaws.com",),
    permissions=(
        *read_bucket(ML_DATA),
        put_objects(ML_DATA, PREFIX),
        # Spark writes beside the place and moves, which is to copy and to delete.
        delete_objects(ML_DATA, PREFIX),
        use_key(),
    ),
)
