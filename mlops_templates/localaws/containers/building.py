"""`docker build`: an image from a dockerfile and the folder of its context."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.containers import layer
from mlops_templates.localaws.containers.filling import base_of, fill, installed
from mlops_templates.localaws.containers.image import Files, Image, Packages
from mlops_templates.localaws.containers.instructions import DockerfileError, read
from mlops_templates.localaws.containers.recipe import Draft, follow
from mlops_templates.localaws.containers.reference import parse
from mlops_templates.localaws.containers.registry import registry_of, told
from mlops_templates.localaws.containers.store import Store
from mlops_templates.localaws.environments.images import requirements_of
from mlops_templates.localaws.errors import AwsError

PYTHON_PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Builder:
    """Builds over the images of a store; `variables` are those of an installer."""

    store: Store
    home: Path
    variables: Mapping[str, str]

    def build(self, dockerfile: Path, context: Path, arguments: Mapping[str, str]) -> Image:
        """The image of a dockerfile.

        Raises:
            DockerfileError: naming the line that is not done here.
        """
        if (context / ".dockerignore").exists() or dockerfile.with_name(f"{dockerfile.name}.dockerignore").exists():
            raise DockerfileError(".dockerignore: not emulated: a build context with left out files")
        instructions = read(dockerfile.read_text(encoding="utf-8"))

        def copy(draft: Draft, sources: list[str], target: str) -> None:
            blob = layer.pack(layer.copied(context, sources, target))
            draft.image = replace(draft.made, steps=(*draft.made.steps, Files(self.store.keep(blob), len(blob))))

        return follow(Draft(self._pull, copy, self._install, arguments), instructions)

    def _install(self, draft: Draft, step: Packages) -> None:
        """Install now, so that the build fails and not the job; the image holds the words."""
        with tempfile.TemporaryDirectory() as folder:
            environment = fill(draft.made, Path(folder), self.store.layer_at, self.variables)
            installed(environment, step, Path(folder), self.variables)
        draft.image = replace(draft.made, steps=(*draft.made.steps, step))

    def _pull(self, name: str) -> Image:
        """The image after FROM: one of Python's own, a framework image of AWS, or one of the ECR here."""
        reference = parse(name)
        if reference is None:
            raise DockerfileError(f"failed to parse stage name {name!r}: invalid reference format")
        if reference.is_python:
            return Image(name, variables={"PATH": PYTHON_PATH, "LANG": "C.UTF-8"})
        if reference.registry is None:
            raise DockerfileError(f"not emulated: the base image {name} (known: python, images of ECR)")
        try:
            return registry_of(reference, self.home, self.store).pull(reference.image_id)
        except ClientError as error:
            found = framework(name) if error.response["Error"]["Code"] == "RepositoryNotFoundException" else None
            if found is None:
                raise DockerfileError(f"failed to resolve source metadata for {name}: {told(error)}") from None
        except MlopsTemplatesError as error:
            raise DockerfileError(f"failed to resolve source metadata for {name}: {error}") from None
        base_of(name, self.variables)
        return found


def framework(name: str) -> Image | None:
    """A framework image of AWS whose packages are known here; its toolkit is what starts in it."""
    try:
        requirements_of(name)
    except AwsError:
        return None
    return Image(name, variables={"PATH": PYTHON_PATH})
