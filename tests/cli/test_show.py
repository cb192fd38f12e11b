import json

from mlops_templates.catalog import find_product
from mlops_templates.scm import SCMS
from mlops_templates.synth import synthesize
from tests.cli.runner import Run

PRODUCT = "repeatable-real-time"


def test_product_is_described_in_words(run: Run):
    text = run("show", PRODUCT).out
    assert "ApproverEmail (optional)" in text
    assert "Render (Render) > Staging (Deploy, Test, Approve) > Production (Deploy, SmokeTest)" in text
    assert text.index("Deleting a project leaves") < text.rindex("MlDataBucket")


def test_json_has_what_ls_has_and_what_the_template_holds(run: Run):
    shown = json.loads(run("show", PRODUCT, "--output", "json").out)
    [listed] = [one for one in json.loads(run("ls", "--output", "json").out) if one["name"] == PRODUCT]
    assert {key: shown[key] for key in listed} == listed
    assert shown["resources"]["AWS::KMS::Key"] == ["Key"]
    assert [stage["name"] for stage in shown["pipelines"][0]["stages"]] == ["Source", "Build"]


def test_yaml_is_the_template_as_it_is_synthesised(run: Run):
    assert run("show", PRODUCT, "--output", "yaml").out == synthesize(find_product(PRODUCT), SCMS["codecommit"])


def test_mermaid_is_a_flowchart(run: Run):
    assert run("show", PRODUCT, "--output", "mermaid").out.startswith("flowchart LR\n")


def test_unknown_provider_is_refused(run: Run):
    ended = run("show", PRODUCT, "--scm", "svn")
    assert ended.code == 2
    assert "no source-code provider 'svn'" in ended.err
