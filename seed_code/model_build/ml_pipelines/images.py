"""The container images of the jobs and of the endpoint: the one place that names them."""

from sagemaker.core import image_uris

FRAMEWORKS = {"scikit-learn": ("sklearn", "1.9-0"), "xgboost": ("xgboost", "3.2-0")}
"""Each framework's name in the SDK, and the version whose libraries are those of requirements.in."""


def of_framework(framework: str, region: str, scope: str) -> str:
    """AWS's image of a framework; `scope` is `training` (also for processing jobs) or `inference`."""
    name, version = FRAMEWORKS[framework]
    return image_uris.retrieve(
        name, region=region, version=version, py_version="py3", instance_type="ml.m5.large", image_scope=scope
    )
