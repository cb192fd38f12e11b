"""The container images of the jobs and of the endpoint: the one place that names them."""

from sagemaker.core import image_uris

SCIKIT_LEARN = "1.9-0"


def scikit_learn(region: str, scope: str) -> str:
    """AWS's scikit-learn image; `scope` is `training` (also for processing jobs) or `inference`."""
    return image_uris.retrieve(
        "sklearn",
        region=region,
        version=SCIKIT_LEARN,
        py_version="py3",
        instance_type="ml.m5.large",
        image_scope=scope,
    )
