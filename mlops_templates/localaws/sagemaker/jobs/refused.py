"""What a job may ask of AWS that a local process cannot be."""

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.environments.images import requirements_of
from mlops_templates.localaws.errors import not_emulated


def check_image(image: str | None) -> None:
    """Refuse an image whose packages are not known here."""
    if not image:
        raise not_emulated("a job without an image")
    requirements_of(image)


def check_one_instance(count: int | None) -> None:
    if count not in (None, 1):
        raise not_emulated(f"a job on {count} instances")


def check_s3_source(source: Document, input_mode: str | None) -> None:
    """Refuse data that does not come as files under a prefix."""
    if source.get("S3DataType", "S3Prefix") != "S3Prefix":
        raise not_emulated(f"S3DataType {source['S3DataType']}")
    if input_mode == "Pipe":
        raise not_emulated("input mode Pipe")


def check_unused(request: Document, *members: str) -> None:
    """Refuse request members that would have no effect here but have one on AWS."""
    for member in members:
        if request.get(member):
            raise not_emulated(f"{member} of a job")
