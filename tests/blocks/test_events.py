import pytest

from tests.rendered import resources

RULES = resources("AWS::Events::Rule")


@pytest.mark.parametrize(
    ("rule", "repository", "pipeline"),
    [
        ("ModelBuildPushRule", "ModelBuildRepository", "BuildPipeline"),
        ("ModelDeployPushRule", "ModelDeployRepository", "DeployPipeline"),
    ],
)
def test_push_to_main_of_a_repository_starts_its_own_pipeline(rule: str, repository: str, pipeline: str):
    pattern = RULES[rule]["EventPattern"]
    # Without the ARN, a push to any repository of the account would start it.
    assert pattern["resources"] == [{"Fn::GetAtt": [repository, "Arn"]}]
    assert pattern["detail"]["referenceName"] == ["main"]
    assert [target["Arn"]["Fn::Sub"].rpartition(":")[2] for target in RULES[rule]["Targets"]] == [f"${{{pipeline}}}"]


def test_decision_about_a_model_of_the_main_group_starts_the_deploy_pipeline():
    pattern = RULES["ModelDecisionRule"]["EventPattern"]
    assert pattern["source"] == ["aws.sagemaker"]
    assert pattern["detail-type"] == ["SageMaker Model Package State Change"]
    assert pattern["detail"] == {
        "ModelPackageGroupName": [{"Fn::Sub": "${SageMakerProjectName}-${SageMakerProjectId}"}],
        "ModelApprovalStatus": ["Approved", "Rejected"],
    }
    assert RULES["ModelDecisionRule"]["Targets"][0]["Arn"]["Fn::Sub"].endswith(":${DeployPipeline}")


@pytest.mark.parametrize("rule", RULES)
def test_event_is_retried_and_then_kept(rule: str):
    [target] = RULES[rule]["Targets"]
    assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]}}
    assert target["RetryPolicy"]["MaximumEventAgeInSeconds"] == 6 * 60 * 60
    assert target["RoleArn"] == {"Fn::GetAtt": ["EventsRole", "Arn"]}


def test_queue_keeps_events_encrypted_for_two_weeks():
    queue = resources("AWS::SQS::Queue")["DeadLetterQueue"]
    assert queue["KmsMasterKeyId"] == {"Fn::GetAtt": ["Key", "Arn"]}
    assert queue["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_queue_takes_events_of_the_rules_of_this_project_only():
    [policy] = resources("AWS::SQS::QueuePolicy").values()
    allow, deny = policy["PolicyDocument"]["Statement"]
    rules = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/sagemaker-${SageMakerProjectId}-*"
    assert allow["Condition"] == {"ArnLike": {"aws:SourceArn": {"Fn::Sub": rules}}}
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": False}}
    assert all(rule["Name"]["Fn::Sub"].startswith("sagemaker-${SageMakerProjectId}-") for rule in RULES.values())
