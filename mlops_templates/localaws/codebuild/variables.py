"""The environment of a build: what CodeBuild gives, and nothing of the server's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from botocore.exceptions import ClientError

from mlops_templates.localaws import environments
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.buildspec import Buildspec
from mlops_templates.localaws.codebuild.failure import BuildFailure
from mlops_templates.localaws.codebuild.state import Build
from mlops_templates.localaws.codebuild.workplace import Workplace
from mlops_templates.localaws.containers import stand_in


def variables_of(
    call: Call, build: Build, buildspec: Buildspec, workplace: Workplace, secondary: Mapping[str, Path]
) -> dict[str, str]:
    """All variables of a build; `call` acts as the project's service role.

    The project's variables win over the buildspec's, and those given at the start over both, as in AWS.

    Raises:
        BuildFailure: for a parameter of the parameter store that cannot be read.
    """
    declared = build.settings["environment"].get("environmentVariables", [])
    given = {each["name"]: each for each in [*declared, *build.variables]}
    stored = {name: each["value"] for name, each in given.items() if each.get("type") == "PARAMETER_STORE"}
    plain = {name: each["value"] for name, each in given.items() if name not in stored}
    return {
        **_machine(call, build, workplace),
        **call.environment(signs_in=buildspec.signs_in_to_git),
        **_about_build(build, workplace),
        **{f"CODEBUILD_SRC_DIR_{name}": str(folder) for name, folder in secondary.items()},
        **buildspec.variables,
        **_parameters(call, {name: key for name, key in buildspec.parameters.items() if name not in given}),
        **plain,
        **_parameters(call, stored),
    }


def _machine(call: Call, build: Build, workplace: Workplace) -> dict[str, str]:
    own = environments.job_bin(call.world, workplace.root, environments.base())
    stand_in.put(own, privileged=bool(build.settings["environment"]["privilegedMode"]))
    return {"HOME": str(workplace.home), "LANG": "C.UTF-8", "PATH": environments.search_path(own), "USER": "root"}


def _about_build(build: Build, workplace: Workplace) -> dict[str, str]:
    source = build.settings["source"]
    facts = {
        "CODEBUILD_BUILD_ARN": build.arn,
        "CODEBUILD_BUILD_ID": build.id,
        "CODEBUILD_BUILD_IMAGE": build.settings["environment"]["image"],
        "CODEBUILD_BUILD_NUMBER": str(build.number),
        "CODEBUILD_BUILD_SUCCEEDING": "1",
        "CODEBUILD_CI": "true",
        "CODEBUILD_INITIATOR": build.initiator,
        "CODEBUILD_KMS_KEY_ID": build.settings["encryptionKey"],
        "CODEBUILD_LOG_PATH": build.uuid,
        "CODEBUILD_PROJECT_ARN": build.project.arn,
        "CODEBUILD_RESOLVED_SOURCE_VERSION": build.resolved_version,
        "CODEBUILD_SOURCE_REPO_URL": source.get("location", ""),
        "CODEBUILD_SOURCE_VERSION": build.source_version,
        "CODEBUILD_SRC_DIR": str(workplace.primary),
        "CODEBUILD_START_TIME": str(int(build.started.timestamp() * 1000)),
    }
    return {name: value for name, value in facts.items() if value}


def _parameters(call: Call, names: Mapping[str, str]) -> dict[str, str]:
    """The values of parameters of the parameter store, by the variables that want them."""
    wanted = sorted(set(names.values()))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 10):  # the most that AWS gives at once
        try:
            answer = call.client("ssm").get_parameters(Names=wanted[start : start + 10], WithDecryption=True)
        except ClientError as error:
            facts = error.response["Error"]
            message = f"{facts['Code']}: {facts['Message']}"
            raise BuildFailure("Decrypted Variables Error", message) from error
        if answer["InvalidParameters"]:
            missing = answer["InvalidParameters"][0]
            raise BuildFailure("Decrypted Variables Error", f"parameter does not exist: {missing}")
        found |= {each["Name"]: each["Value"] for each in answer["Parameters"]}
    return {variable: found[name] for variable, name in names.items()}
