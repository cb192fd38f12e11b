"""Updates by stages."""

import json

from tests.waiting import message


def deployment(kind="ALL_AT_ONCE", *alarms, wait=1, **sizes):
    routing = {"Type": kind, "WaitIntervalInSeconds": wait, **sizes}
    policy = {"TrafficRoutingConfiguration": routing, "TerminationWaitInSeconds": wait}
    rollback = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": name} for name in alarms]}} if alarms else {}
    return {"BlueGreenUpdatePolicy": policy, **rollback}


def baking(hosting, bench, name):
    """Wait until the new fleet bakes."""

    def look():
        found = hosting.api.describe_endpoint(EndpointName=name)
        variants = found.get("PendingDeploymentSummary", {}).get("ProductionVariants", [{}])
        return {"state": variants[0].get("VariantStatus", [{}])[0].get("Status", "none")}

    bench.until(look, "state", "Baking")


def test_a_deployment_tells_of_its_stages(hosting, bench, aws):
    queue, rule, name = aws.queue(bench.name("events")), bench.name("rule"), bench.name("endpoint")
    pattern = {"detail-type": ["SageMaker Endpoint Deployment State Change"], "detail": {"EndpointName": [name]}}
    events, sqs = aws.client("events"), aws.client("sqs")
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": arn}])
    hosting.api.create_endpoint(EndpointName=name, EndpointConfigName=hosting.config(hosting.data("2")))
    hosting.settled(name)
    config = hosting.config(hosting.data("10"))
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=config, DeploymentConfig=deployment(wait=0))
    hosting.settled(name)
    detail = json.loads(message(sqs, queue)["Body"])["detail"]
    assert (detail["EndpointStatus"], detail["PendingDeploymentSummary"]["EndpointConfigName"]) == ("UPDATING", config)
    status = detail["PendingDeploymentSummary"]["ProductionVariants"][0]["VariantStatus"][0]
    assert (
        status["StatusMessage"]
        == "Baking for 0 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity."
    )
    events.remove_targets(Rule=rule, Ids=["queue"])
    events.delete_rule(Name=rule)


def test_properties_of_variants_are_retained_but_for_those_excluded(hosting):
    name = hosting.serving(hosting.config(hosting.data("2")))
    wish = {"VariantName": "Variant0", "DesiredWeight": 0.5, "DesiredInstanceCount": 3}
    hosting.api.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=[wish])
    hosting.api.update_endpoint(
        EndpointName=name,
        EndpointConfigName=hosting.config(hosting.data("10")),
        RetainAllVariantProperties=True,
        ExcludeRetainedVariantProperties=[{"VariantPropertyType": "DesiredWeight"}],
    )
    variant = hosting.settled(name)["ProductionVariants"][0]
    assert (variant["DesiredInstanceCount"], variant["DesiredWeight"]) == (3, 1.0)


def test_a_retained_deployment_configuration_is_used_again(hosting):
    name = hosting.serving(hosting.config(hosting.data("2")))
    config, given = hosting.config(hosting.data("3")), deployment(wait=0)
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=config, DeploymentConfig=given)
    hosting.settled(name)
    config = hosting.config(hosting.data("4"))
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=config, RetainDeploymentConfig=True)
    assert hosting.settled(name)["LastDeploymentConfig"] == given
