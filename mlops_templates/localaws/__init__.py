"""An embedded AWS for the life of SageMaker projects: real HTTP, real git, real training, no account and no docker.

    with local_aws(Path(".state/demo")) as aws:
        subprocess.run(["aws", "sagemaker", "list-projects"], env={**os.environ, **aws.environment})

It imitates AWS's wire protocols (`gateway`, `wire`), knows nothing of this package's templates, and refuses clearly
what it does not imitate. One folder per service; services that moto imitates well are left to moto.
"""

from mlops_templates.localaws.handle import LocalAws, attach, launch, local_aws

__all__ = ["LocalAws", "attach", "launch", "local_aws"]
