"""What starts in a container that serves: the toolkit of a framework image, or the server that an image brings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mlops_templates.localaws.sagemaker.images import Prepared
from mlops_templates.localaws.sagemaker.jobs.container import OPT_ML, Container
from mlops_templates.localaws.sagemaker.serving import mapped_port, server


@dataclass(frozen=True)
class ServerCommand:
    """A command that serves on the port that it writes into the port file of its container."""

    argv: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    image: str = ""
    """The image whose own server it is; empty: the toolkit, whose first answer to a ping is its last word."""

    def told(self, more: Mapping[str, str]) -> "ServerCommand":
        """The same with more variables."""
        return replace(self, environment={**self.environment, **more})


def toolkit(container: Container, environment: Mapping[str, str]) -> ServerCommand:
    variables = {
        "SAGEMAKER_PROGRAM": "inference.py",
        "SAGEMAKER_SUBMIT_DIRECTORY": f"{OPT_ML}/model/code",
        **environment,
        "SAGEMAKER_BASE_DIR": OPT_ML,
    }
    argv = ("python3", str(Path(server.__file__)), str(container.opt_ml / "model"), str(port_file(container)))
    return ServerCommand(argv, container.home, variables)


def own(container: Container, image: str, prepared: Prepared, environment: Mapping[str, str]) -> ServerCommand:
    """`docker run IMAGE serve`, with its port 8080 mapped to a free one of this machine."""
    folders = [str(Path(mapped_port.__file__).parent), environment.get("PYTHONPATH", "")]
    variables = {
        **environment,
        "PYTHONPATH": ":".join(filter(None, folders)),
        "MAPPED_PORT_FILE": str(port_file(container)),
    }
    argv = tuple(container.rewrite(word) for word in (*prepared.entrypoint, "serve"))
    return ServerCommand(argv, prepared.folder, variables, image)


def port_file(container: Container) -> Path:
    return container.folder / "port"
