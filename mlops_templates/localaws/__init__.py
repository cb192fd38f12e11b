"""An embedded AWS for the life of SageMaker projects: real HTTP, real git, real training, no account and no docker.

    with local_aws(Path(".state/demo")) as aws:
        subprocess.run(["aws", "sagemaker", "list-projects"], env={**os.environ, **aws.environment})

It imitates AWS's wire protocols (`gateway`, `wire`), knows nothing of this package's templates, and refuses clearly
what it does not imitate. One folder per service; services that moto imitates well are left to moto.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlops_templates.localaws.handle import LocalAws, attach, holds_state, launch, local_aws

__all__ = ["LocalAws", "attach", "holds_state", "launch", "local_aws"]


def __getattr__(name: str) -> object:
    # Imported when asked for: pytest loads the plug-in of this package in every project where it is installed.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mlops_templates.localaws import handle

    return getattr(handle, name)
