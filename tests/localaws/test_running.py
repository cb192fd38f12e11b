"""Records can be kept although something runs for them."""

import pickle

from mlops_templates.localaws.codebuild.state import Build, Project
from mlops_templates.localaws.codepipeline.state import Pipeline
from mlops_templates.localaws.running import Running, Turn


def test_a_kept_lock_comes_back_free() -> None:
    turn = Turn()
    with turn:
        again = pickle.loads(pickle.dumps(turn))
    assert again.acquire(blocking=False)


def test_a_kept_record_of_work_is_not_at_work() -> None:
    running = Running()
    running.stopping.set()
    assert not pickle.loads(pickle.dumps(running)).stopping.is_set()


def test_a_pipeline_can_be_kept_while_an_execution_waits_at_its_door() -> None:
    pipeline = Pipeline({"name": "p"}, "arn")
    with pipeline.changed:
        assert pickle.loads(pickle.dumps(pipeline)) == pipeline


def test_nobody_waits_for_a_build_that_was_over_before_it_was_kept(tmp_path) -> None:
    build = Build("b:1", "arn", 1, Project("b", "arn", {}), {}, [], "user", tmp_path / "log", status="SUCCEEDED")
    assert pickle.loads(pickle.dumps(build)).wait(0)
