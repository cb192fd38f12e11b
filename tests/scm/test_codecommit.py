from troposphere import Template

from mlops_templates.data import seed_digest
from mlops_templates.duties.source_codecommit import SOURCE_CODECOMMIT
from mlops_templates.model import SeedRepository
from mlops_templates.scm import SCMS
from tests.duties.rights import ACCOUNT, CHURN, REGION
from tests.rendered import action, product_document, resources

SEED = SeedRepository("model_build")
EVENTS = SCMS["codecommit"].add_repository(Template(), SEED, branch="main").events


def test_repository_starts_from_the_seed_of_exactly_this_content():
    code = resources("AWS::CodeCommit::Repository")["ModelBuildRepository"]["Code"]
    assert code["S3"]["Key"] == f"seeds/model_build-{seed_digest('model_build')}.zip"
    assert code["S3"]["Bucket"] == {"Fn::Sub": "sagemaker-mlops-templates-${AWS::AccountId}-${AWS::Region}"}
    assert code["BranchName"] == "main"


def test_repository_outlives_its_project():
    repository = product_document()["Resources"]["ModelBuildRepository"]
    assert (repository["DeletionPolicy"], repository["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_events_are_those_of_this_repository_only():
    for event in (EVENTS.main, EVENTS.branch_pushed, EVENTS.branch_deleted):
        arns = [resource.to_dict() for resource in event["resources"]]
        assert arns == [{"Fn::GetAtt": ["ModelBuildRepository", "Arn"]}]
        assert event["detail"]["referenceType"] == ["branch"]


def test_main_and_other_branches_are_told_apart():
    assert EVENTS.main["detail"]["referenceName"] == ["main"]
    for event in (EVENTS.branch_pushed, EVENTS.branch_deleted):
        assert event["detail"]["referenceName"] == [{"anything-but": ["main"]}]


def test_a_branch_that_is_gone_is_no_push():
    assert EVENTS.branch_deleted["detail"]["event"] == ["referenceDeleted"]
    assert EVENTS.main["detail"]["event"] == EVENTS.branch_pushed["detail"]["event"]
    assert "referenceDeleted" not in EVENTS.main["detail"]["event"]


def test_pipeline_is_started_by_events_and_does_not_poll():
    for pipeline in ("BuildPipeline", "DeployPipeline"):
        assert action(pipeline, "Source", "Source")["Configuration"]["PollForSourceChanges"] == "false"


def test_pipeline_of_the_repository_gets_the_duty_that_reads_it():
    source = SCMS["codecommit"].add_repository(Template(), SEED, branch="main")
    assert source.reader is SOURCE_CODECOMMIT
    reading = CHURN.fill(product_document()["Resources"]["BuildPipelineRole"]["Properties"]["ManagedPolicyArns"])
    assert f"arn:aws:iam::{ACCOUNT}:policy/mlops/mlops-templates-use-source-codecommit-{REGION}" in reading


def test_clone_address_is_an_output():
    outputs = product_document()["Outputs"]
    assert outputs["ModelDeployCloneUrl"]["Value"] == {"Fn::GetAtt": ["ModelDeployRepository", "CloneUrlHttp"]}
