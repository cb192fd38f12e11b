"""What a command finds around it in a container: its variables, and nothing of the server's own."""

from collections.abc import Mapping

from mlops_templates.localaws import environments
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.environments.cache import environments_folder
from mlops_templates.localaws.sagemaker.jobs.container import Container


def variables_of(call: Call, container: Container, variables: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a command; `call` has the identity that it acts with."""
    return {
        "PATH": environments.search_path(container.home / "bin"),
        "HOME": str(container.home),
        "TMPDIR": str(container.folder / "tmp"),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        # Without a lasting folder, matplotlib would look through all fonts again in every job.
        "MPLCONFIGDIR": str(environments_folder().parent / "matplotlib"),
        **call.environment(),
        **{name: container.rewrite(value) for name, value in variables.items()},
    }
