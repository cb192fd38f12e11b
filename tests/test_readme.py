"""The documents tell the truth: commands run, diagrams and links are current, nothing is left out."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mlops_templates.cli import VERBS
from mlops_templates.demo import life
from mlops_templates.localaws import LocalAws, local_aws
from mlops_templates.model import Product
from mlops_templates.products import PRODUCTS
from mlops_templates.scm import SCMS
from tests.checkout import ROOT, copy_to
from tests.documents import anchors, blocks, files, first_word, links
from tests.installed import search_path

Ended = subprocess.CompletedProcess[str]

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

RUN_ELSEWHERE = {
    "./scripts/demo": "tests/lifecycle/test_demo.py",
    "./scripts/test": ".ci/run",
    "./scripts/check": ".ci/run",
    "./scripts/bench": "tests/test_readme.py",
}
"""The scripts set an environment up, or are what runs this test: who runs each instead."""

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")),
]

RECIPES = (
    "Product",
    "Duty",
    "Block",
    "Source-code provider",
    "Seed repository",
    "Policy rule",
    "Command",
    "Emulated AWS action",
    "Foundation stack",
)


def commands_here(block: str) -> str:
    return "\n".join(line for line in block.splitlines() if first_word(line) not in RUN_ELSEWHERE)


SHELL = [block for block in map(commands_here, blocks(README, "sh")) if block.strip()]


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with local_aws(tmp_path_factory.mktemp("account") / "state") as aws:
        yield aws


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout with an environment, as `scripts/setup` leaves it."""
    folder = copy_to(tmp_path_factory.mktemp("checkout"))
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.fixture
def shell(checkout: Path, account: LocalAws, tmp_path: Path) -> Iterator[Callable[[str], Ended]]:
    """Runs lines as a person at a prompt of the checkout; what they leave running is stopped."""

    def run(lines: str) -> Ended:
        here = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(checkout)}
        argv = ["bash", "-euo", "pipefail", "-c", lines]
        environment = here | account.environment
        return subprocess.run(argv, cwd=checkout, env=environment, capture_output=True, text=True, timeout=600)

    yield run
    run(".venv/bin/mlops-templates local stop")


@pytest.mark.parametrize("block", SHELL, ids=lambda block: block.splitlines()[-1])
def test_the_commands_of_the_readme_run_as_they_stand(block: str, shell: Callable[[str], Ended]) -> None:
    done = shell(block)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_test_of_the_readme_passes(tmp_path: Path) -> None:
    for name, text in files(README).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": search_path(tmp_path / "installed")}
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'b'}"]
    done = subprocess.run(argv, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_readme_names_no_other_script_than_those_that_run_elsewhere() -> None:
    named = {first_word(line) for block in blocks(README, "sh") for line in block.splitlines()}
    assert {word for word in named if word.startswith("./")} == set(RUN_ELSEWHERE)


@pytest.mark.parametrize("script", RUN_ELSEWHERE)
def test_what_the_readme_test_leaves_out_runs_elsewhere(script: str) -> None:
    assert script.removeprefix("./") in (ROOT / RUN_ELSEWHERE[script]).read_text(encoding="utf-8")


def test_the_diagram_is_the_one_that_the_template_gives() -> None:
    argv = [sys.executable, "-m", "mlops_templates.cli", "show", "repeatable-real-time", "--output", "mermaid"]
    drawn = subprocess.run(argv, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert blocks(README, "mermaid") == [drawn]


def test_the_output_of_the_demo_has_the_stages_of_the_demo() -> None:
    shown = re.findall(r"^ *[\d.]+s (.+)$", blocks(README, "text")[0], re.MULTILINE)
    assert shown == ["Start the embedded AWS", *stages_of_the_demo()]


def stages_of_the_demo() -> list[str]:
    """The titles in the source of the demo, in its order."""
    tree = ast.parse(Path(life.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    titles = [call.args[0] for call in calls if call.func.attr == "stage"]
    return [eval(ast.unparse(title), vars(life)) for title in sorted(titles, key=lambda title: title.lineno)]


def test_the_figures_have_the_columns_and_goals_of_the_benchmark() -> None:
    """Runs what `scripts/bench P2` runs, without the set-up."""
    argv = [sys.executable, "tests/benchmarks", "P2"]
    table = subprocess.run(argv, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout
    header, rule, *rows = table.splitlines()
    figures = README.partition("<!-- bench -->")[2].splitlines()
    assert f"{header}\n{rule}" in "\n".join(figures)
    for row in rows:
        assert any(line.startswith(row.rsplit("|", 5)[0]) for line in figures), row


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    place = ROOT / document
    led = [
        (place.parent / file if file else place, anchor) for file, _, anchor in map(parted, links(place.read_text()))
    ]
    assert [str(target) for target, _ in led if not target.exists()] == []
    assert [
        (str(target), anchor) for target, anchor in led if anchor and anchor not in anchors(target.read_text())
    ] == []


@pytest.mark.parametrize("page", [document for document in DOCUMENTS if document.startswith("docs/")])
def test_the_readme_leads_to_every_page(page: str) -> None:
    assert page in links(README)


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.name)
def test_every_product_is_in_the_catalogue_of_the_readme(product: Product) -> None:
    row = next(line for line in README.splitlines() if line.startswith("|") and f"`{product.name}`" in line)
    assert product.phase.capitalize() in rows_above(row)


@pytest.mark.parametrize("name", SCMS)
def test_every_source_code_provider_is_in_the_readme(name: str) -> None:
    assert re.search(rf"^\| `{name}`", README, re.MULTILINE)


@pytest.mark.parametrize("foundation", sorted((ROOT / "cloudformation").glob("0-*.yaml")), ids=lambda path: path.stem)
def test_every_foundation_is_in_the_readme(foundation: Path) -> None:
    assert f"[{foundation.stem}](cloudformation/{foundation.name})" in README


def parted(link: str) -> tuple[str, str, str]:
    return link.partition("#")


def rows_above(row: str) -> str:
    """The phase of a row stands in it or, for rows of the same phase, above."""
    rows = [*README.partition(row)[0].splitlines(), row]
    return next(line for line in reversed(rows) if not line.startswith("| |"))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme_and_in_the_changelog(verb: str) -> None:
    assert re.search(rf"mlops-templates {verb}\b", README)
    assert f"`{verb}`" in CHANGELOG


@pytest.mark.parametrize("thing", RECIPES)
def test_contributing_has_a_recipe_to_add(thing: str) -> None:
    recipe = re.search(rf"^\*\*{thing}\.\*\* (.+?)\n\n", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    assert recipe is not None
    places = re.findall(r"`([a-z_/]+)/(?:<\w+>|test_|`)", recipe[1])
    assert places
    assert [place for place in places if not any((root / place).is_dir() for root in (ROOT, life_root()))] == []


def life_root() -> Path:
    return Path(life.__file__).parents[1]
