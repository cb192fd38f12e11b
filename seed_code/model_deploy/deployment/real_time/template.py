"""The CloudFormation template of an endpoint: one template, the stages differ by parameters only."""

from troposphere import Equals, If, Not, Output, Ref, Sub, Template

from app_infra.api_gateway import api
from deployment.real_time import alarms, drift, endpoint, rollout
from deployment.stack_text import new_template, to_yaml

PARAMETERS = {
    "Stage": ("String", "staging or prod"),
    "ProjectName": ("String", "SageMaker project the resources are tagged with"),
    "ProjectId": ("String", "Identifier of that project"),
    "AlarmTopicArn": ("String", "Topic that alarms are sent to; empty for none"),
    **endpoint.PARAMETERS,
    **rollout.PARAMETERS,
    **alarms.PARAMETERS,
}


def render(*, key_type: str, with_api: bool = False, with_monitoring: bool = False) -> str:
    """The template as YAML: the same text at each run.

    `with_api` and `with_monitoring` put them into the template; a parameter of each stage then decides.
    """
    template = new_template(
        "Real-time endpoint of one stage, serving one approved model version",
        {
            **PARAMETERS,
            "KmsKeyArn": (key_type, "Key for captured data, volumes and logs"),
            **(api.PARAMETERS if with_api else {}),
            **(drift.PARAMETERS if with_monitoring else {}),
        },
    )
    template.add_condition("HasAlarmTopic", Not(Equals(Ref("AlarmTopicArn"), "")))
    watching = alarms.add(template)
    endpoint.add(template, deployment=rollout.deployment_config(template, watching))
    _add_outputs(template, with_api=with_api)
    if with_api:
        api.add(template)
    if with_monitoring:
        drift.add(template)
    return to_yaml(template)


def _add_outputs(template: Template, *, with_api: bool) -> None:
    template.add_output(Output("EndpointName", Description="Invoke this endpoint", Value=Ref("EndpointName")))
    template.add_output(Output("ModelPackageArn", Description="The released version", Value=Ref("ModelPackageArn")))
    # SageMaker makes the log group when the endpoint first writes, and keeps it when the endpoint goes.
    own = "AWS::Logs::LogGroup /aws/sagemaker/Endpoints/${EndpointName}"
    kept = If(api.CONDITION, Sub(f"{own}, AWS::Logs::LogGroup {api.LOG_GROUP}"), Sub(own)) if with_api else Sub(own)
    template.add_output(
        Output("RetainedResources", Description="What deleting this stack leaves: type and name", Value=kept)
    )
