"""Somebody else's product that does not work is named with its distribution: exit 2, no traceback, nothing written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import ROOT
from tests.plug_ins.offering import NAME, offer

PREFIX = "mlops-templates: error: broken-products offers "
LONGEST = 600


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`mlops-templates WORDS` where the distribution in the folder is installed too."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    argv = [sys.executable, "-m", "mlops_templates.cli", *words]
    return subprocess.run(argv, cwd=folder, env=environment, check=False, capture_output=True, text=True,
                          timeout=LONGEST)  # fmt: skip


def refused(folder: Path, *words: str) -> str:
    """What the command says, which must be one error about the distribution and nothing else."""
    ended = run(folder, *words)
    assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
    assert ended.stderr.startswith(PREFIX)
    assert ended.stderr.count("\n") == 1
    return ended.stderr.removeprefix(PREFIX).rstrip()


@pytest.mark.parametrize("words", [["ls"], ["synth", "--check"], ["bundle"]], ids=lambda words: words[0])
def test_one_that_cannot_be_imported_stops_every_command(words: list[str], tmp_path: Path) -> None:
    offer(tmp_path, code="import no_such_module\n")
    said = "broken_products:PRODUCT, which fails to load: No module named 'no_such_module'"
    assert refused(tmp_path, *words) == said


@pytest.mark.parametrize(
    "words",
    [["synth", "--folder", "out"], ["show", NAME], ["bundle", "--out", "out"], ["publish", "--plan"]],
    ids=lambda words: words[0],
)
def test_one_whose_build_raises_is_told_with_its_line_and_nothing_is_written(words: list[str], tmp_path: Path) -> None:
    offer(tmp_path, body='raise KeyError("lake")')
    place = tmp_path / "broken_products.py"
    assert refused(tmp_path, *words) == (
        f"'acme-lake', which cannot be built for codecommit: KeyError: 'lake' ({place}, line 5)"
    )
    assert not (tmp_path / "out").exists()


def test_one_whose_build_ends_the_program_is_no_success(tmp_path: Path) -> None:
    offer(tmp_path, body="raise SystemExit(0)")
    assert "cannot be built for codecommit: SystemExit: 0 (" in refused(tmp_path, "synth", "--folder", "out")
    assert not (tmp_path / "out").exists()


def test_one_whose_resource_lacks_a_property_is_told_with_what_is_missing(tmp_path: Path) -> None:
    offer(tmp_path, body='template.add_resource(sns.SubscriptionResource("Lake"))')
    assert "cannot be built for codecommit: ValueError: Resource Protocol required" in refused(tmp_path, "show", NAME)


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ('scms=("carrier-pigeon",)', "which names the source-code provider 'carrier-pigeon'; there are: codecommit"),
        ("scms=()", "which names no source-code provider; there are: codecommit"),
        ('seeds=(SeedRepository("no_such_seed"),)', "which cannot be used: no seed repository 'no_such_seed'"),
        ('seeds=("model_build",)', "whose seed 'model_build' is no SeedRepository"),
        ('name="Acme Lake!"', "whose name 'Acme Lake!' is not of lower-case words"),
        ('phase="initial"', "whose phase 'initial' is no Phase, such as Phase.INITIAL"),
    ],
    ids=["unknown provider", "no provider", "missing seed", "seed that is a text", "name", "phase"],
)
def test_one_that_says_what_cannot_be_is_refused_before_it_is_built(others: str, said: str, tmp_path: Path) -> None:
    offer(tmp_path, others=others)
    assert refused(tmp_path, "ls").startswith(f"broken_products:PRODUCT, {said}")


def test_one_with_a_name_of_ours_is_refused(tmp_path: Path) -> None:
    offer(tmp_path, others='name="initial-experiment"')
    said = refused(tmp_path, "synth", "--folder", "out")
    assert said.startswith("a product 'initial-experiment', which mlops-templates has already")
    assert not (tmp_path / "out").exists()


def test_one_whose_template_is_too_large_is_told_with_its_size_and_nothing_is_written(tmp_path: Path) -> None:
    offer(tmp_path, body='[template.add_resource(sns.Topic(f"T{n}", DisplayName="x" * 2500)) for n in range(420)]')
    said = refused(tmp_path, "synth", "--folder", "out")
    assert said.startswith("'acme-lake', whose template is too large: 1,")
    assert said.endswith("bytes, CloudFormation takes 1,000,000")
    assert not (tmp_path / "out").exists()
