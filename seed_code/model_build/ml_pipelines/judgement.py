"""Evaluation on the held-out rows, and the gate that only a good enough model passes."""

from collections.abc import Mapping
from dataclasses import dataclass

from sagemaker.core.workflow.conditions import (
    ConditionComparison,
    ConditionGreaterThanOrEqualTo,
    ConditionLessThanOrEqualTo,
)
from sagemaker.core.workflow.functions import Join, JsonGet
from sagemaker.core.workflow.properties import PropertyFile
from sagemaker.mlops.workflow import ConditionStep, FailStep, ModelStep, ProcessingStep

from ml_pipelines.jobs import INPUT, OUTPUT, Jobs, Text, output_of
from ml_pipelines.metrics import metrics_of
from ml_pipelines.preparation import Rows
from ml_pipelines.source_code import StepSource

VERDICT = PropertyFile(name="Verdict", output_name="evaluation", path="evaluation.json")


@dataclass(frozen=True)
class Evaluated:
    """The step; its outputs are the folder of metrics and report, and the verdict in it."""

    step: ProcessingStep

    @property
    def folder(self) -> Text:
        return output_of(self.step, "evaluation")

    def verdict(self, key: str) -> JsonGet:
        return JsonGet(step_name=self.step.name, property_file=VERDICT, json_path=f"quality_gate.{key}")


def evaluate(jobs: Jobs, sources: Mapping[str, StepSource], model: Text, rows: Rows) -> Evaluated:
    """The model is asked through its own handler, so its framework must be in the image."""
    settings, source = jobs.settings, sources["postprocessing/evaluate_model"]
    trained_by = sources[f"training/{settings.algorithm.name}"]
    image = jobs.image(source if source.image_tag else trained_by, settings.algorithm.framework)
    folders = [
        *("--model", f"{INPUT}/model", "--test", f"{INPUT}/test", "--baseline", f"{INPUT}/baseline"),
        *("--output", f"{OUTPUT}/evaluation"),
    ]
    serving = jobs.parameters.serving_model
    gate = ["--metric", settings.quality_gate.metric, "--threshold", jobs.parameters.threshold.to_string()]
    step = jobs.processing(
        "Evaluate",
        source=source,
        image=image,
        inputs={"model": model, "test": rows.test, "baseline": rows.baseline}
        | ({"serving": serving} if serving else {}),
        outputs=["evaluation"],
        property_files=[VERDICT],
        arguments=[
            *(*folders, *gate, "--seed", str(settings.split.seed)),
            *(("--serving", f"{INPUT}/serving") if serving else ()),
        ],
    )
    return Evaluated(step)


def quality_gate(jobs: Jobs, evaluated: Evaluated, registered: ModelStep) -> ConditionStep:
    """Registers a good model; for another the execution fails, and says by how much the metric missed."""
    report = [". Report: ", evaluated.folder, "/report.html"]
    words = Join(on="", values=["No model registered: ", evaluated.verdict("message"), *report])
    return ConditionStep(
        name="QualityGate",
        conditions=[reached(jobs, evaluated)],
        if_steps=[registered],
        else_steps=[FailStep(name="QualityGateMissed", error_message=words)],
    )


def reached(jobs: Jobs, evaluated: Evaluated) -> ConditionComparison:
    metric = metrics_of(jobs.settings.task)[jobs.settings.quality_gate.metric]
    kind = ConditionLessThanOrEqualTo if metric.is_error else ConditionGreaterThanOrEqualTo
    return kind(left=evaluated.verdict("value"), right=jobs.parameters.threshold)
