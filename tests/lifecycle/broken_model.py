"""A version that looks like the one before in the registry, and whose model scores every row alike."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

from mlops_templates.demo import registry

if TYPE_CHECKING:
    from tests.lifecycle.project_life import ProjectLife

HANDLER = "code/inference.py"
ALIKE = """

_honest = predict_fn


def predict_fn(data, model):
    return _honest(data, model) * 0 + 0.5
"""


def register_broken(life: ProjectLife, arn: str) -> str:
    """The figures and the facts of that version over a broken model, waiting for approval."""
    s3 = life.client("s3")
    package = life.client("sagemaker").describe_model_package(ModelPackageName=arn)
    good = package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    bucket, _, key = good.removeprefix("s3://").partition("/")
    broken = f"{key.rpartition('/')[0]}/broken/model.tar.gz"
    s3.put_object(Bucket=bucket, Key=broken, Body=_scoring_alike(registry.read(s3, good)))
    return life.register_again(arn, life.names.group, model=f"s3://{bucket}/{broken}")


def _scoring_alike(archive: bytes) -> bytes:
    """The archive of a model, its handler changed."""
    made = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(archive)) as read, tarfile.open(fileobj=made, mode="w:gz") as written:
        for member in read.getmembers():
            file = read.extractfile(member)
            content = file.read() if file else b""
            if member.name.removeprefix("./") == HANDLER:
                content += ALIKE.encode()
                member.size = len(content)
            written.addfile(member, io.BytesIO(content))
    return made.getvalue()
