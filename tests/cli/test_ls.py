import json

from tests.cli.runner import Run


def test_products_are_listed_with_phase_and_title(run: Run):
    [line] = run("ls").out.splitlines()
    assert line == "repeatable-real-time  repeatable  Train, approve and serve a real-time model"


def test_json_is_a_list_of_objects(run: Run):
    [product] = json.loads(run("ls", "--output", "json").out)
    assert product["name"] == "repeatable-real-time"
    assert product["phase"] == "repeatable"
    assert product["scms"] == ["codecommit"]
    assert product["seeds"] == ["model_build", "model_deploy"]
    assert {"title", "description"} <= product.keys()
