"""What the framework images' training toolkit gives a script: variables, arguments, the unpacked source."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mlops_templates.localaws.archives import BadArchiveError, unpack_tar
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.jobs import transfer
from mlops_templates.localaws.sagemaker.jobs.container import OPT_ML
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed
from mlops_templates.localaws.sagemaker.jobs.workplace import Workplace

PROGRAM = "sagemaker_program"
SUBMIT_DIRECTORY = "sagemaker_submit_directory"


def decoded(hyperparameters: Mapping[str, str]) -> Document:
    """Hyperparameters as the toolkit reads them: JSON where it is JSON, else text."""
    return {name: _decoded(value) for name, value in hyperparameters.items()}


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def user_parameters(values: Document) -> Document:
    """Hyperparameters that are the script's, not the toolkit's."""
    kept = {name: value for name, value in sorted(values.items()) if not name.startswith("sagemaker_")}
    kept.pop("_tuning_objective_metric", None)
    return kept


def variables(values: Document, channels: Sequence[str], resource: Document) -> dict[str, str]:
    """The SM_* variables of a training container."""
    user = user_parameters(values)
    return {
        "SM_MODEL_DIR": f"{OPT_ML}/model",
        "SM_MODULE_DIR": f"{OPT_ML}/code",
        "SM_INPUT_DIR": f"{OPT_ML}/input",
        "SM_INPUT_CONFIG_DIR": f"{OPT_ML}/input/config",
        "SM_OUTPUT_DIR": f"{OPT_ML}/output",
        "SM_OUTPUT_DATA_DIR": f"{OPT_ML}/output/data",
        "SM_HPS": json.dumps(user),
        "SM_HOSTS": json.dumps(resource["hosts"]),
        "SM_CURRENT_HOST": resource["current_host"],
        "SM_CURRENT_INSTANCE_TYPE": resource["current_instance_type"],
        "SM_NETWORK_INTERFACE_NAME": resource["network_interface_name"],
        "SM_RESOURCE_CONFIG": json.dumps(resource),
        "SM_NUM_CPUS": str(os.cpu_count() or 1),
        "SM_NUM_GPUS": "0",
        "SM_CHANNELS": json.dumps(sorted(channels)),
        "SM_USER_ARGS": json.dumps(arguments(user)),
        **{f"SM_CHANNEL_{name.upper()}": f"{OPT_ML}/input/data/{name}" for name in channels},
        **{f"SM_HP_{name.upper().replace('-', '_')}": _text(value) for name, value in user.items()},
    }


def arguments(user: Document) -> list[str]:
    """The command line of the script: `--name value`, or `-n value` for names of one letter."""
    return [
        word for name, value in user.items() for word in (f"-{name}" if len(name) == 1 else f"--{name}", _text(value))
    ]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else str(value) if not isinstance(value, dict | list) else json.dumps(value)


def unpack_source(place: Workplace, submit_directory: str) -> Path:
    """Bring the script's source into /opt/ml/code."""
    code = place.container.opt_ml / "code"
    code.mkdir(exist_ok=True)
    if not submit_directory.startswith("s3://"):
        return place.container.local(submit_directory)
    download = place.container.folder / "source"
    transfer.pull(place.call.client("s3"), submit_directory, download)
    archive = download / submit_directory.rpartition("/")[2]
    try:
        unpack_tar(archive, code)
    except BadArchiveError as error:
        raise JobFailed(f"ClientError: {submit_directory} cannot be unpacked: {error}") from error
    return code
