"""The framework images whose packages are known here, one requirement file each."""

from __future__ import annotations

import re
from pathlib import Path

from mlops_templates.localaws.errors import not_emulated

_LISTS = Path(__file__).with_name("images")
_NAME = re.compile(r"(.+?)-(\d[\d.]*(?:-\d+)?)")
_URI = re.compile(r"(?:.*/)?(?P<repository>[\w.-]+):(?P<version>[\d.]+(?:-\d+)?)(?:-(?:cpu|gpu|py3).*)?")


def known() -> list[str]:
    """The images that jobs and endpoints may use, as `sagemaker-scikit-learn:1.9-0`."""
    return sorted(_NAME.sub(r"\1:\2", path.stem) for path in _LISTS.glob("*.txt"))


def requirements_of(image_uri: str) -> Path:
    """The requirement file of an image, whatever its registry, region and processor.

    Raises:
        AwsError: NotEmulated, for any other image: nothing here runs containers.
    """
    found = _URI.fullmatch(image_uri)
    path = _LISTS / f"{found['repository']}-{found['version']}.txt" if found else None
    if path is None or not path.is_file():
        raise not_emulated(f"image {image_uri} (known: {', '.join(known())})")
    return path
