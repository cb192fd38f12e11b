"""The names of images: registry, repository, and a tag or a digest."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ECR = re.compile(r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?")
_REFERENCE = re.compile(
    r"(?:(?P<host>[a-zA-Z0-9.-]+(?:\.[a-zA-Z0-9-]+|:\d+)|localhost)/)?"
    r"(?P<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
    r"(?::(?P<tag>[\w][\w.-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
_PYTHON = {("", "python"), ("docker.io", "library/python"), ("public.ecr.aws", "docker/library/python")}


@dataclass(frozen=True)
class Reference:
    """One name of an image; the tag is `latest` where the name says nothing."""

    text: str
    host: str
    repository: str
    tag: str
    digest: str

    @property
    def registry(self) -> tuple[str, str] | None:
        """Account and region of a registry of ECR."""
        match = _ECR.fullmatch(self.host)
        return (match["account"], match["region"]) if match else None

    @property
    def is_python(self) -> bool:
        """Whether it is one of Python's own images."""
        return (self.host, self.repository) in _PYTHON

    @property
    def image_id(self) -> dict[str, str]:
        """What ECR calls it."""
        return {"imageDigest": self.digest} if self.digest else {"imageTag": self.tag}


def parse(text: str) -> Reference | None:
    """The parts of a name; None when no image can have it."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    digest = match["digest"] or ""
    tag = match["tag"] or ("" if digest else "latest")
    return Reference(text, match["host"] or "", match["repository"], tag, digest)
