"""The pipeline scores with the version of this release. In production this is the whole suite."""

from acceptance.batch.limits import Limits
from acceptance.batch.pipeline import BatchPipeline
from acceptance.tasks import Task
from deployment.batch.in_use import now_in_use
from deployment.release import Release

ROWS = 3


def test_the_pipeline_scores_with_the_version_of_this_release(batch: BatchPipeline, deployed: Release) -> None:
    now = now_in_use(batch.sagemaker, batch.name)
    used = now.model_package_arn if now else "nothing"
    assert used == deployed.model.model_package_arn, (
        f"{batch.name} scores with {used}, this release is {deployed.model.model_package_arn}.\n"
        "What to do: look who changed the pipeline outside this one, then release the pipeline once more."
    )


def test_the_pipeline_scores_a_handful_of_rows(
    batch: BatchPipeline, held_out_text: str, task: Task, batch_limits_of_staging: Limits
) -> None:
    lines = held_out_text.splitlines(keepends=True)[: 1 + ROWS]
    scores = batch.score("".join(lines), batch_limits_of_staging.run_minutes, by_arrival=False).scores
    assert len(scores) == len(lines) - 1 and not any(map(task.fault, scores)), (
        f"{batch.name} gave {scores} for {len(lines) - 1} rows, expected {task.answer} each.\n"
        "What to do: check output_fn of inference.py in the build repository."
    )
