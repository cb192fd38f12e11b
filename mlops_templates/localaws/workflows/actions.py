"""Actions of others that a step may use: those that our seeds use, with those of their inputs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.call import client_environment
from mlops_templates.localaws.clients import Credentials
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.workflows import issuer
from mlops_templates.localaws.workflows.document import Step
from mlops_templates.localaws.workflows.job import StepFailedError, Workshop
from mlops_templates.localaws.workflows.refusal import WorkflowRefusedError

AUDIENCE = "sts.amazonaws.com"
Inputs = Mapping[str, str]


def perform(shop: Workshop, step: Step, inputs: Inputs) -> None:
    """Do what an action does.

    Raises:
        WorkflowRefusedError: the action, or one of its inputs, is not emulated.
        StepFailedError: it fails, as it would at GitHub.
    """
    if step.uses not in ACTIONS:
        raise WorkflowRefusedError(step.place, f"uses {step.uses}")
    known, action = ACTIONS[step.uses]
    for name in inputs:
        if name not in known:
            raise WorkflowRefusedError(step.place, f"{step.uses} with {name}")
    action(shop, inputs)


def _check_out(shop: Workshop, _: Inputs) -> None:
    event, variables = shop.run.event, git.variables()
    shop.type(["git", "clone", "--quiet", "--no-hardlinks", "--no-checkout", str(shop.remote.folder), "."], variables)
    shop.type(["git", "checkout", "--quiet", "--detach", event.sha], variables)


def _set_up_python(shop: Workshop, inputs: Inputs) -> None:
    shop.say(f"Python {inputs.get('python-version', '')} was asked for: this machine's own is used")


def _take_on_role(shop: Workshop, inputs: Inputs) -> None:
    """By the token of the job, and a real call to STS."""
    if not shop.job.proves_itself:
        raise StepFailedError("Could not load credentials: the job has no permission id-token: write")
    region, role = inputs["aws-region"], inputs["role-to-assume"]
    token = issuer.token(shop.world, issuer.claims_of(shop.run, shop.job.environment), AUDIENCE)
    sts = botocore.session.Session().create_client(
        "sts", region_name=region, endpoint_url=shop.world.url, config=Config(signature_version=UNSIGNED)
    )
    try:
        made = sts.assume_role_with_web_identity(
            RoleArn=role,
            RoleSessionName="GitHubActions",
            WebIdentityToken=token,
            DurationSeconds=int(inputs.get("role-duration-seconds", "3600")),
        )
    except ClientError as error:
        raise StepFailedError(f"Could not assume role with OIDC: {error.response['Error']['Message']}") from error
    finally:
        sts.close()
    issued, account = made["Credentials"], role.split(":")[4]
    who = Caller(made["AssumedRoleUser"]["Arn"], account, entity=role)
    credentials = Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"], who)
    shop.variables |= client_environment(shop.world, account, region, credentials, signs_in=False)


def _upload(shop: Workshop, inputs: Inputs) -> None:
    source, name = shop.place / inputs["path"], inputs.get("name", "artifact")
    if not source.exists():
        shop.say(f"No files were found with the provided path: {inputs['path']}. No artifacts will be uploaded.")
        return
    if source.is_file():
        (shop.artifacts / name).mkdir(parents=True)
        shutil.copy(source, shop.artifacts / name)
    else:
        shutil.copytree(source, _inside(shop.artifacts, name))


def _download(shop: Workshop, inputs: Inputs) -> None:
    source = _inside(shop.artifacts, inputs["name"])
    if not source.is_dir():
        raise StepFailedError(f"Unable to download artifact(s): Artifact not found for name: {inputs['name']}")
    shutil.copytree(source, shop.place / inputs.get("path", "."), dirs_exist_ok=True)


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if path.parent != folder.resolve():
        raise StepFailedError(f"The artifact name is not valid: {name}")
    return path


ACTIONS: dict[str, tuple[tuple[str, ...], Callable[[Workshop, Inputs], None]]] = {
    "actions/checkout": (("persist-credentials",), _check_out),
    "actions/download-artifact": (("name", "path"), _download),
    "actions/setup-python": (("python-version",), _set_up_python),
    "actions/upload-artifact": (("name", "path"), _upload),
    "aws-actions/configure-aws-credentials": (
        ("aws-region", "role-duration-seconds", "role-to-assume"),
        _take_on_role,
    ),
}
