"""The CloudFormation template of batch inference: one template, the stages differ by parameters."""

import json
from collections.abc import Mapping

from troposphere import Equals, GetAtt, If, Output, Ref, Sub, Template
from troposphere.sagemaker import ContainerDefinition, Model, Pipeline, PipelineDefinition

from deployment import stack_text
from deployment.batch import alarms, triggers

PARAMETERS = {
    "Stage": ("String", "staging or prod"),
    "PipelineName": ("String", "Name of the batch pipeline, the same at each release"),
    "ModelName": ("String", "Name of the model, new when anything in it changes"),
    "ModelPackageArn": ("String", "The approved version in the model registry"),
    "ModelRoleArn": ("String", "Role that the model container runs with"),
    "PipelineRoleArn": ("String", "Role of the pipeline and its steps, and of what starts it"),
    "DataBucket": ("String", "Bucket that rows come to and results go to"),
    "InputPrefix": ("String", "Folder of that bucket that rows come to"),
    "OnArrival": ("String", "yes to start with each file that arrives, else no"),
    "Schedule": ("String", "When the pipeline starts by itself; empty for never"),
    "ScheduleTimezone": ("String", "Time zone of that schedule"),
    "AlarmTopicArn": ("String", "Topic that alarms are sent to; empty for none"),
    "ProjectName": ("String", "SageMaker project the resources are tagged with"),
    "ProjectId": ("String", "Identifier of that project"),
}
WATCHES_DRIFT = {"DriftedShareLimit": ("Number", "Share of drifted features that raises the alarm when it is exceeded")}
KNOWN = ("KmsKeyArn", "PipelineRoleArn")


def render(definitions: Mapping[str, str], *, key_type: str, watches_drift: bool) -> str:
    """The template as YAML: the same text for the same pipeline definitions, one for each stage.

    A definition names what the stack knows of a stage by its parameter, as `${KmsKeyArn}`.
    """
    of_phase = WATCHES_DRIFT if watches_drift else {}
    parameters = {**PARAMETERS, **of_phase, "KmsKeyArn": (key_type, "Key of the jobs and their results")}
    template = stack_text.new_template("Batch inference of one stage with one approved model version", parameters)
    template.add_condition("IsProduction", Equals(Ref("Stage"), "prod"))
    model = template.add_resource(_model())
    pipeline = template.add_resource(_pipeline(definitions, model))
    undelivered = triggers.add(template, pipeline)
    alarms.add(template, pipeline, undelivered, watches_drift=watches_drift)
    _add_outputs(template)
    return stack_text.to_yaml(template)


def _model() -> Model:
    return Model(
        "Model",
        ModelName=Ref("ModelName"),
        Containers=[ContainerDefinition(ModelPackageName=Ref("ModelPackageArn"))],
        ExecutionRoleArn=Ref("ModelRoleArn"),
        EnableNetworkIsolation=True,
        Tags=stack_text.project_tags(),
    )


def _pipeline(definitions: Mapping[str, str], model: Model) -> Pipeline:
    staging, production = (Sub(definitions[stage]) for stage in ("staging", "prod"))
    return Pipeline(
        "Pipeline",
        DependsOn=[model.title],
        PipelineName=Ref("PipelineName"),
        PipelineDescription=Sub("Batch inference of ${ProjectName}, stage ${Stage}"),
        PipelineDefinition=PipelineDefinition(PipelineDefinitionBody=If("IsProduction", production, staging)),
        RoleArn=Ref("PipelineRoleArn"),
        Tags=stack_text.project_tags(),
    )


def definition_text(definition: Mapping[str, object]) -> str:
    """A pipeline definition on one line, in which the template replaces the names of KNOWN and nothing else."""
    text = json.dumps(definition, separators=(",", ":")).replace("${", "${!")
    for name in KNOWN:
        text = text.replace(f"${{!{name}}}", f"${{{name}}}")
    return text


def _add_outputs(template: Template) -> None:
    template.add_output(Output("PipelineName", Description="Start this pipeline", Value=Ref("PipelineName")))
    template.add_output(
        Output("ModelName", Description="It scores with this model", Value=GetAtt("Model", "ModelName"))
    )
    template.add_output(Output("ModelPackageArn", Description="The version of it", Value=Ref("ModelPackageArn")))
    place = Sub("s3://${DataBucket}/${InputPrefix}")
    template.add_output(Output("Input", Description="Rows that lie here are scored", Value=place))
