"""Preparing the SageMaker SDK, which reads its environment while it is imported: call `prepare` first."""

import json
import logging
import os
import warnings
from functools import cache
from pathlib import Path

CONFIGURATION = Path(__file__).with_name("sagemaker_config.yaml")


def prepare(region: str) -> None:
    os.environ["AWS_DEFAULT_REGION"] = region  # without one the import fails
    os.environ["SAGEMAKER_USER_CONFIG_OVERRIDE"] = str(CONFIGURATION)
    # The SDK would ask iam:SimulatePrincipalPolicy about a role that the project's own template has made.
    os.environ["SAGEMAKER_VALIDATE_ROLE"] = "false"
    # It also warns that a pipeline session starts no job, which is what we want of it.
    warnings.filterwarnings("ignore", message="Running within a PipelineSession")
    # And it reports where it looks for its configuration, in loggers that set their own level.
    logging.disable(logging.WARNING)
    validate_configuration_once()
    parse_service_models_once()
    open_local_mode_once()


@cache
def validate_configuration_once() -> None:
    """The SDK validates its configuration anew at each lookup, some fifty times a definition: five seconds."""
    from sagemaker.core.config import config, config_manager

    validate = config.validate_sagemaker_config
    once = cache(lambda document: validate(json.loads(document)))
    config.validate_sagemaker_config = lambda document=None: once(json.dumps(document))
    config_manager.SageMakerConfig.validate_sagemaker_config = staticmethod(config.validate_sagemaker_config)


@cache
def parse_service_models_once() -> None:
    """The SDK opens a dozen sessions a definition, and each parses the models of its services anew: a second."""
    from botocore.loaders import JSONFileLoader

    load = cache(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda loader, path: load(path)


@cache
def open_local_mode_once() -> None:
    """The SDK opens a session of its local mode for each processing step, to learn the name of a function."""
    from sagemaker.mlops.workflow import steps

    steps.LocalSagemakerClient = cache(steps.LocalSagemakerClient)
