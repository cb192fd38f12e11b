"""The GitHub workflows of the seeds: well formed, without stored keys, and the same commands as the build specs."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlops_templates import data
from tests.seed_code.workflows import BUILD, DEPLOY, build_spec, commands, workflow

SCHEMA = Path(__file__).with_name("workflow.schema.json")
# For the interpreter of a seed, which has the validator.
VALIDATE = """
import json, sys, jsonschema
schema, document = (json.load(open(name)) for name in sys.argv[1:])
for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
    print(error.json_path, error.message)
"""
ROLES = {BUILD: "BUILD_ROLE_ARN", DEPLOY: "RENDER_ROLE_ARN"}
BOTH = pytest.mark.parametrize("file", [BUILD, DEPLOY], ids=["build", "deploy"])


def steps(document: Any) -> list[Any]:
    return [step for job in document["jobs"].values() for step in job["steps"]]


@pytest.fixture
def faults(python_of: Callable[[Path], Path], tmp_path: Path) -> Callable[[Any], str]:
    """What the schema has against a workflow; nothing is empty text."""

    def faults(document: Any) -> str:
        (tmp_path / "workflow.json").write_text(json.dumps(document))
        python = python_of(data.seed_folder("model_deploy"))
        argv = [str(word) for word in (python, "-c", VALIDATE, SCHEMA, tmp_path / "workflow.json")]
        got = subprocess.run(argv, capture_output=True, text=True, check=True)
        return got.stdout

    return faults


@BOTH
def test_it_is_a_workflow(faults: Callable[[Any], str], file: Path) -> None:
    assert faults(workflow(file)) == ""


def test_the_schema_refuses_what_github_or_we_refuse(faults: Callable[[Any], str]) -> None:
    document = workflow(BUILD)
    document["jobs"]["build"]["steps"] += [{"run": "echo ${{ github.head_ref }}"}, {"uses": "actions/checkout@v5"}]
    document["jobs"]["build"]["permisions"] = {}
    told = faults(document)
    assert "'permisions' was unexpected" in told
    assert "$.jobs.build.steps[9] " in told and "$.jobs.build.steps[10] " in told


@BOTH
def test_an_action_is_named_by_the_commit_of_a_release(file: Path) -> None:
    used = re.findall(r"uses: (.*)", file.read_text())
    assert used and all(re.fullmatch(r"[a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in used)


@BOTH
def test_it_does_nothing_where_its_role_is_not_named(file: Path) -> None:
    jobs = workflow(file)["jobs"]
    first = [job for job in jobs.values() if job.get("needs", "drift") == "drift"]
    named = (f"vars.{ROLES[file]} != ''", "vars.DRIFT_WATCH_ROLE_ARN != ''")
    assert first and all(job["if"].removeprefix("!cancelled() && ").startswith(named) for job in first)


def test_a_schedule_builds_only_when_production_drifts_or_the_clock_says_so() -> None:
    document = workflow(BUILD)
    [watch] = [each["cron"] for each in document["on"]["schedule"]]
    jobs = document["jobs"]
    assert jobs["drift"]["if"].endswith(f"github.event.schedule == '{watch}'")
    assert jobs["build"]["needs"] == "drift"
    assert f"(github.event.schedule != '{watch}' || needs.drift.outputs.retrain == 'yes')" in jobs["build"]["if"]


@BOTH
def test_a_job_gets_no_right_but_to_read_the_code_and_to_prove_who_it_is(file: Path) -> None:
    document = workflow(file)
    assert document["permissions"] == {}
    assert all(job["permissions"] == {"contents": "read", "id-token": "write"} for job in document["jobs"].values())


@BOTH
def test_there_is_no_stored_key(file: Path) -> None:
    text = file.read_text()
    assert "secrets." not in text and "aws-access-key-id" not in text
    taken = [step["with"] for step in steps(workflow(file)) if "configure-aws-credentials" in step.get("uses", "")]
    assert taken and all(re.fullmatch(r"\$\{\{ .*vars\.[A-Z]+_ROLE_ARN \}\}", one["role-to-assume"]) for one in taken)


def test_each_stage_takes_on_the_roles_of_its_own_from_the_environment_that_aws_trusts() -> None:
    jobs = workflow(DEPLOY)["jobs"]
    for name in ("staging", "production"):
        text = str(jobs[name])
        other = {"staging": "PRODUCTION", "production": "STAGING"}[name]
        assert jobs[name]["environment"] == name
        assert f"vars.{name.upper()}_ROLE_ARN" in text and f"vars.{other}_" not in text
    assert "environment" not in jobs["render"] and "_STACK_ROLE" not in str(jobs["render"])


def test_only_main_gets_the_role_whose_models_may_reach_production() -> None:
    used = {
        name: [step["with"]["role-to-assume"] for step in job["steps"] if "role-to-assume" in step.get("with", {})]
        for name, job in workflow(BUILD)["jobs"].items()
    }
    assert used == {
        "drift": ["${{ vars.BUILD_ROLE_ARN }}"],
        "build": ["${{ github.ref == 'refs/heads/main' && vars.BUILD_ROLE_ARN || vars.BRANCH_ROLE_ARN }}"],
        "clean-up": ["${{ vars.BRANCH_ROLE_ARN }}"],
    }


@BOTH
def test_a_variable_of_the_repository_has_the_name_that_the_seed_reads(file: Path) -> None:
    own = {"BRANCH_NAME", "BRANCH_EVENT", "STAGE", "SUITE"}
    document = workflow(file)
    for env in (document["env"], *(job.get("env", {}) for job in document["jobs"].values())):
        for name, value in env.items():
            here = name.replace("DEPLOY_", "")
            stage = {f"${{{{ vars.{stage}_{here} }}}}" for stage in ("STAGING", "PRODUCTION")}
            assert name in own or value == f"${{{{ vars.{name} }}}}" or value in stage


def test_the_build_gets_every_variable_that_the_seed_wants() -> None:
    text = (data.seed_folder("model_build") / "ml_pipelines" / "project.py").read_text()
    wanted = set(re.findall(r'": "([A-Z_]+)"', text)) - {"AWS_DEFAULT_REGION"}
    document = workflow(BUILD)
    assert wanted <= {*document["env"], *document["jobs"]["build"]["env"]}


def test_the_deployment_gets_every_variable_that_the_seed_wants() -> None:
    text = (data.seed_folder("model_deploy") / "deployment" / "project.py").read_text()
    wanted = set(re.findall(r'": "([A-Z_]+)"', text)) | set(re.findall(r'\.get\("([A-Z_]+)"', text))
    wanted -= {"MODEL_PACKAGE_GROUP_MAIN"}  # named after the project where nothing else is said
    assert wanted and wanted <= set(workflow(DEPLOY)["env"])


def test_a_build_types_what_the_build_spec_types() -> None:
    jobs = workflow(BUILD)["jobs"]
    install, *rest = build_spec(data.seed_folder("model_build") / "build_spec.yml", "install", "build")
    assert commands(jobs["build"]) == [install, *(line for line in rest if "clean-up" not in line)]
    assert commands(jobs["clean-up"]) == [install, "python -m ci clean-up"]


def test_the_checks_of_a_build_run_before_it_has_any_rights() -> None:
    done = [step.get("run") or step["uses"].split("@")[0] for step in workflow(BUILD)["jobs"]["build"]["steps"]]
    rights = done.index("aws-actions/configure-aws-credentials")
    assert done.index("python -m ci test") < rights < done.index("python -m ci pipeline run")


def test_images_are_built_with_the_rights_of_the_build_and_before_the_pipeline_needs_them() -> None:
    job = workflow(BUILD)["jobs"]["build"]
    done = [step.get("run") or step["uses"].split("@")[0] for step in job["steps"]]
    rights = done.index("aws-actions/configure-aws-credentials")
    assert rights < done.index("python -m ci images") < done.index("python -m ci pipeline run")


def test_a_deleted_branch_is_cleaned_up_by_its_own_name() -> None:
    document = workflow(BUILD)
    assert {"push", "delete", "schedule", "workflow_dispatch"} == document["on"].keys()
    assert document["jobs"]["clean-up"]["env"] == {
        "BRANCH_NAME": "${{ github.event.ref }}",
        "BRANCH_EVENT": "deleted",
    }


def test_a_deployment_types_what_the_build_specs_type() -> None:
    jobs = workflow(DEPLOY)["jobs"]
    folder = data.seed_folder("model_deploy")
    typed = [line for line in commands(jobs["render"]) if "news" not in line and "exports" not in line]
    render = build_spec(folder / "build_spec.yml", "install", "pre_build", "build")[:-1]
    assert sorted(typed) == sorted(render)
    # A build has its credentials from the start; a workflow takes them up when the unit tests are done.
    assert (typed[-1], render[-2:]) == ("python -m deployment", ["python -m deployment", typed[-2]])
    install, test, _ = build_spec(folder / "tests" / "build_spec.yml", "install", "build")
    for stage in ("staging", "production"):
        assert [line for line in commands(jobs[stage]) if line in (install, test)] == [install, test]


def test_production_waits_for_staging_and_for_the_reviewers_of_its_environment() -> None:
    jobs = workflow(DEPLOY)["jobs"]
    assert (jobs["staging"]["needs"], jobs["production"]["needs"]) == ("render", "staging")
    assert jobs["production"]["environment"] == "production"
    assert {job: (jobs[job]["env"]["STAGE"], jobs[job]["env"]["SUITE"]) for job in ("staging", "production")} == {
        "staging": ("staging", "staging"),
        "production": ("prod", "smoke"),
    }


@pytest.mark.parametrize("seed", ["model_build", "model_deploy"])
def test_a_new_project_gets_the_workflow_with_its_repository(seed: str) -> None:
    folder = data.seed_folder(seed)
    carried = {path.relative_to(folder).as_posix() for path in data.seed_files(seed)}
    assert {path for path in carried if path.startswith(".github/")} == {
        f".github/workflows/{'build' if seed == 'model_build' else 'deploy'}.yml"
    }
