"""A project whose builds run at GitHub, for tests: made, its variables set, its workflows waited for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlops_templates.demo import pipelines
from mlops_templates.demo.waiting import until
from mlops_templates.localaws import visit
from mlops_templates.localaws.testing import LocalAccount
from tests.conftest import Aws
from tests.lifecycle.bench import Bench, published

SCM = "github-actions"
HOST = "token.actions.githubusercontent.com"
PATIENCE = 600.0
WHO = "git -c user.name=ana -c user.email=ana@example.com"


def begin(
    aws: Aws, region: str, product: str, owner: str, folder: Path, form: Mapping[str, str] | None = None
) -> Bench:
    """A project to be created, whose two repositories are `<owner>/model-build` and `<owner>/model-deploy`."""
    clients = published(aws, region, product, SCM)
    connections, tags = aws.client("codeconnections", region), [{"Key": "sagemaker", "Value": "true"}]
    made = connections.create_connection(ConnectionName=owner, ProviderType="GitHub", Tags=tags)["ConnectionArn"]
    repositories = {"ModelBuildRepository": f"{owner}/model-build", "ModelDeployRepository": f"{owner}/model-deploy"}
    given = {"ConnectionArn": made, **repositories, **(form or {})}
    bench = Bench(aws, clients, owner, folder, product, SCM, given)
    bench.admin.authorize_connection(made)
    for repository in repositories.values():
        bench.admin.create_remote(repository)
    trust_github(bench)
    return bench


def account_in(aws: Aws, region: str) -> LocalAccount:
    """The account of the tests in another region."""
    own = aws.account
    return LocalAccount(own.id, region, own.url, own.principal, own.keys)


def trust_github(bench: Bench) -> None:
    """Once for all projects of the account."""
    iam = bench.clients.iam
    known = [each["Arn"] for each in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    if not any(arn.endswith(HOST) for arn in known):
        iam.create_open_id_connect_provider(Url=f"https://{HOST}", ClientIDList=["sts.amazonaws.com"])


def seeded(bench: Bench) -> None:
    """Wait until the repositories have their first commits."""
    codepipeline, seed = bench.admin.client("codepipeline"), bench.outputs["SeedPipelineName"]
    execution = pipelines.newest_execution(codepipeline, seed)
    assert pipelines.wait_for_end(codepipeline, seed, str(execution)) == "Succeeded"


def build_repository(bench: Bench) -> str:
    return bench.outputs["ModelBuildRepositoryName"]


def deploy_repository(bench: Bench) -> str:
    return bench.outputs["ModelDeployRepositoryName"]


def set_variables(bench: Bench) -> None:
    """As the README of each seed says."""
    for repository, output in (
        (build_repository(bench), "ModelBuildVariables"),
        (deploy_repository(bench), "ModelDeployVariables"),
    ):
        visit.set_variables(bench.admin.environment, repository, bench.outputs[output])
    visit.set_environment(bench.admin.environment, deploy_repository(bench), "production", "lead")


def runs_of(bench: Bench, repository: str) -> list[dict[str, Any]]:
    return visit.workflow_runs(bench.admin.environment, repository)


def reached(bench: Bench, repository: str, number: int, status: str) -> dict[str, Any]:
    """The run, once it is over or has that status."""

    def found() -> dict[str, Any] | None:
        run = next(run for run in runs_of(bench, repository) if run["Run"] == number)
        return run if run["Status"] in (status, "completed") else None

    run = until(found, f"the run of {repository} to be {status}", PATIENCE)
    assert run["Status"] == status, visit.workflow_log(bench.admin.environment, number)[-6000:]
    return run


def ended(bench: Bench, repository: str, number: int) -> dict[str, str]:
    """What became of each job of a run that went well."""
    run = reached(bench, repository, number, "completed")
    assert run["Conclusion"] == "success", visit.workflow_log(bench.admin.environment, number)[-6000:]
    return {name: job["Conclusion"] for name, job in run["Jobs"].items()}


def clone(bench: Bench, repository: str) -> Path:
    folder = bench.folder / repository.rpartition("/")[2]
    if not folder.exists():
        bench.bash(f"git clone --quiet https://github.com/{repository}.git", bench.folder, bench.admin)
    return folder


def skip_checks(folder: Path, workflow: str, *commands: str) -> None:
    """Leave out the tests of the seed, which take the longest and are run elsewhere."""
    path = folder / ".github" / "workflows" / workflow
    text = path.read_text(encoding="utf-8")
    for command in commands:
        assert text.count(f"run: {command}\n") == 1
        text = text.replace(f"run: {command}\n", "run: pwd\n")
    path.write_text(text, encoding="utf-8")


def push(bench: Bench, repository: str, words: str, branch: str = "main") -> int:
    """Commit all that is new in the clone and push it; the number of the run that this starts."""
    folder, before = clone(bench, repository), len(runs_of(bench, repository))
    commit = f"git add -A && {WHO} commit -q --allow-empty -m '{words}'"
    bench.bash(f"{commit} && git push -q origin HEAD:{branch}", folder, bench.admin)
    return int(runs_of(bench, repository)[before]["Run"])


def deployed(bench: Bench) -> dict[str, Any]:
    """Push to the deploy repository, and agree as a reviewer of production; the run before that."""
    repository, variables = deploy_repository(bench), bench.admin.environment
    skip_checks(clone(bench, repository), "deploy.yml", "python -m pytest --quiet", "python -m ruff check .")
    number = push(bench, repository, "deploy")
    waiting = reached(bench, repository, number, "waiting")
    visit.approve_environment(variables, repository, "production")
    assert ended(bench, repository, number) == {"render": "success", "staging": "success", "production": "success"}
    return waiting
