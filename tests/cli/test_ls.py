import json

from tests.cli.runner import Run


def test_products_are_listed_with_phase_and_title(run: Run):
    [line] = [line for line in run("ls").out.splitlines() if line.startswith("repeatable-real-time ")]
    assert line.split(maxsplit=2)[1:] == ["repeatable", "Train, approve and serve a real-time model"]


def test_json_is_a_list_of_objects(run: Run):
    products = json.loads(run("ls", "--output", "json").out)
    [product] = [product for product in products if product["name"] == "repeatable-real-time"]
    assert product["phase"] == "repeatable"
    assert product["scms"] == ["codecommit", "codeconnections", "github-actions"]
    assert product["seeds"] == ["model_build", "model_deploy"]
    assert {"title", "description"} <= product.keys()
