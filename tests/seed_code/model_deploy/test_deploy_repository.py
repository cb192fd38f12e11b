"""The model_deploy seed is a repository of its own: checked as itself, and as its README says."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.seed_code.makefile import commands_named, commands_offered

Run = Callable[..., subprocess.CompletedProcess[str]]
SEED = Path(__file__).parents[3] / "seed_code" / "model_deploy"


def test_its_own_tests_and_linters_pass_without_aws(run: Run) -> None:
    for command in (["pytest", "-q"], ["ruff", "check", "."], ["ruff", "format", "--check", "."]):
        got = run(*command)
        assert got.returncode == 0, got.stdout + got.stderr


def test_it_stands_alone() -> None:
    for path in SEED.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"mlops_templates", "sagemaker"}, path


def test_every_requirement_is_pinned_by_hash() -> None:
    lines = (SEED / "requirements.txt").read_text().replace("\\\n", "").splitlines()
    assert lines and all("==" in line and "--hash=sha256:" in line for line in lines)


def test_the_tree_in_the_readme_is_the_real_one() -> None:
    block = (SEED / "README.md").read_text().split("## The tree")[1].split("```")[1]
    shown, folders = set(), []
    for line in filter(None, block.splitlines()):
        depth, name = (len(line) - len(line.lstrip())) // 2, line.split()[0]
        folders[depth:] = [name.rstrip("/")]
        shown.add("/".join(folders))
    for path in shown:
        assert (SEED / path).exists(), path
    visible = [path for path in SEED.iterdir() if not path.name.startswith((".", "__"))]
    assert {path.name for path in visible} - {"rendered", "reports"} <= {path.split("/")[0] for path in shown}


def test_every_command_that_the_documents_name_is_in_the_makefile() -> None:
    assert commands_named(SEED) <= commands_offered(SEED)


def test_a_wrong_structure_stops_it_before_it_asks_aws(run: Run, seed: Path) -> None:
    (seed / "app_infra" / "README.md").unlink()
    for file in (seed / "tests" / "other_test").glob("test_*.py"):
        file.unlink()
    got = run("deployment")
    assert got.returncode == 2
    assert [line.split(":")[0] for line in got.stderr.splitlines()] == ["app_infra/README.md", "tests/other_test"]


def test_the_readme_of_inference_config_names_every_key() -> None:
    schema = json.loads((SEED / "deployment" / "real_time" / "inference_config.schema.json").read_text())
    stages = schema["properties"].values()
    keys = {key for stage in stages for key in stage["properties"]}
    nested = {f"{key}.{part}" for key in keys for part in schema["$defs"][key].get("properties", {})}
    table = (SEED / "inference_config" / "README.md").read_text().split("`inference_config.json`")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+(?:\.\w+)?)` \|[^|]*\|[^|]*\|[^|]*\|$", table, re.M)) == keys | nested
