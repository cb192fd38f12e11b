import pytest

from ml_pipelines.branch_names import label, slug


@pytest.mark.parametrize("branch", ["trial", "less-churn-2"])
def test_a_plain_name_stays_as_it_is(branch):
    assert (slug(branch), label(branch)) == (branch, branch)


def test_a_name_that_a_pipeline_cannot_have_keeps_its_words_and_gets_a_hash():
    assert slug("feature/Less_Churn") == "feature-less-churn-3288d58d"
    assert label("feature/Less_Churn") == "feature/Less_Churn"
    assert label("feature#1").startswith("feature_1-")


@pytest.mark.parametrize("make", [slug, label])
def test_two_branches_never_share_a_name(make):
    branches = [
        "feature/x",
        "feature-x",
        "Feature-x",
        "feature_x",
        "feature#x",
        "feature%x",
        "x" * 250 + "1",
        "x" * 250,
    ]
    assert len({make(branch) for branch in branches}) == len(branches)


def test_a_long_name_leaves_room_for_the_project():
    assert len(slug("feature/" + "x" * 240)) == 40
    assert len(label("é" * 250)) <= 256


def test_a_name_of_signs_alone_is_its_hash():
    assert len(slug("___")) == 8
