"""Something in every service, and all the reads that show it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from tests.localaws.ecr.conftest import Registry
from tests.localaws.keeping.reborn import REGION, Reborn, policy
from tests.waiting import until

ACCOUNT = "123456789012"
TEMPLATE = """
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: of-a-stack}}
  Bucket: {Type: AWS::S3::Bucket}
Outputs:
  Name: {Value: !Ref Bucket, Export: {Name: the-bucket}}
"""
Read = Callable[[], dict[str, Any]]


def furnish(aws: Reborn) -> None:
    """Make one of everything."""
    for make in (_storage, _images, _identities, _messages, _texts, _code, _catalog, _models, _networks):
        make(aws)


def seen(aws: Reborn) -> dict[str, Any]:
    """What a client can read of it."""
    return {name: _plain(read()) for name, read in _reads(aws).items()}


def _storage(aws: Reborn) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="kept")
    s3.put_bucket_versioning(Bucket="kept", VersioningConfiguration={"Status": "Enabled"})
    for text in (b"first", b"second", b"third" * 200_000):
        s3.put_object(Bucket="kept", Key="a/b.txt", Body=text, Metadata={"who": "me"}, Tagging="one=two")
    s3.put_object(Bucket="kept", Key="gone", Body=b"")
    s3.delete_object(Bucket="kept", Key="gone")
    upload = s3.create_multipart_upload(Bucket="kept", Key="large")["UploadId"]
    s3.upload_part(Bucket="kept", Key="large", UploadId=upload, PartNumber=1, Body=b"part")
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "arn:aws:s3:::kept"}
    s3.put_bucket_notification_configuration(Bucket="kept", NotificationConfiguration={"EventBridgeConfiguration": {}})
    s3.put_bucket_policy(Bucket="kept", Policy=policy(deny))
    kms = aws.client("kms")
    key = kms.create_key(Description="mine")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/mine", TargetKeyId=key)
    aws.client("ssm").put_parameter(Name="/a/b", Value="c", Type="String", Tags=[{"Key": "d", "Value": "e"}])
    text = kms.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    s3.put_object(Bucket="kept", Key="encrypted", Body=text)
    signing = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/signing", TargetKeyId=signing)


def _images(aws: Reborn) -> None:
    ecr = aws.client("ecr")
    ecr.create_repository(repositoryName="pictures", tags=[{"Key": "a", "Value": "b"}])
    Registry(ecr, "pictures").push("content", "first")


def _identities(aws: Reborn) -> None:
    iam = aws.client("iam")
    aws.role("worker", "scheduler", "codebuild", "codepipeline", "sagemaker", "cloudformation")
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    arn = iam.create_policy(PolicyName="reading", PolicyDocument=policy(statement))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="worker", PolicyArn=arn)


def _messages(aws: Reborn) -> None:
    sqs, sns = aws.client("sqs"), aws.client("sns")
    queue = sqs.create_queue(QueueName="waiting", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT}:waiting")
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    events = aws.client("events")
    events.put_rule(Name="on-push", EventPattern=json.dumps({"source": ["aws.codecommit"]}))
    target = {"Id": "1", "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:waiting", "Input": '"pushed"'}
    events.put_targets(Rule="on-push", Targets=[target])

    events.put_permission(Action="events:PutEvents", Principal="222222222222", StatementId="neighbour")
    cloudwatch = aws.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="late",
        Namespace="mine",
        MetricName="delay",
        Statistic="Sum",
        Period=3600,
        EvaluationPeriods=24,
        DatapointsToAlarm=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanThreshold",
        Tags=[{"Key": "a", "Value": "b"}],
    )
    cloudwatch.put_metric_data(Namespace="mine", MetricData=[{"MetricName": "delay", "Value": 2.0, "Unit": "Seconds"}])

    scheduler = aws.client("scheduler")
    scheduler.create_schedule_group(Name="nightly", Tags=[{"Key": "a", "Value": "b"}])
    scheduler.create_schedule(
        Name="far",
        GroupName="nightly",
        ScheduleExpression="at(2099-01-01T00:00:00)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:waiting",
            "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/worker",
            "Input": "{}",
        },
    )


def _texts(aws: Reborn) -> None:
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="/mine")
    logs.create_log_stream(logGroupName="/mine", logStreamName="one")
    entry = {"timestamp": int(time.time() * 1000), "message": "it happened"}
    logs.put_log_events(logGroupName="/mine", logStreamName="one", logEvents=[entry])
    cloudformation = aws.client("cloudformation")
    cloudformation.create_stack(StackName="things", TemplateBody=TEMPLATE)
    cloudformation.get_waiter("stack_create_complete").wait(StackName="things", WaiterConfig={"Delay": 1})


def _code(aws: Reborn) -> None:
    codecommit, codebuild = aws.client("codecommit"), aws.client("codebuild")
    codecommit.create_repository(repositoryName="source", tags={"a": "b"})
    codecommit.put_file(repositoryName="source", branchName="main", filePath="a.txt", fileContent=b"a", name="Ada")
    for service, name in (("codeconnections", "new"), ("codestar-connections", "old")):
        tags = [{"Key": "a", "Value": "b"}]
        aws.client(service).create_connection(ConnectionName=name, ProviderType="GitHub", Tags=tags)
    role = f"arn:aws:iam::{ACCOUNT}:role/worker"
    codebuild.create_project(
        name="echo",
        source={"type": "NO_SOURCE", "buildspec": "version: 0.2\nphases: {build: {commands: [echo hello]}}"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        serviceRole=role,
    )
    build = codebuild.start_build(projectName="echo")["build"]["id"]

    def ended() -> bool | None:
        status = codebuild.batch_get_builds(ids=[build])["builds"][0]["buildStatus"]
        return None if status == "IN_PROGRESS" else True

    until(ended, "a build")


def _catalog(aws: Reborn) -> None:
    s3, catalog = aws.client("s3"), aws.client("servicecatalog")
    s3.put_object(Bucket="kept", Key="product.yaml", Body=TEMPLATE.encode())
    portfolio = catalog.create_portfolio(DisplayName="things", ProviderName="me")["PortfolioDetail"]["Id"]
    product = catalog.create_product(
        Name="thing",
        Owner="me",
        ProductType="CLOUD_FORMATION_TEMPLATE",
        ProvisioningArtifactParameters={
            "Name": "1",
            "Type": "CLOUD_FORMATION_TEMPLATE",
            "Info": {"LoadTemplateFromURL": "https://kept.s3.amazonaws.com/product.yaml"},
        },
    )["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
    catalog.associate_product_with_portfolio(ProductId=product, PortfolioId=portfolio)


def _models(aws: Reborn) -> None:
    sagemaker = aws.client("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName="models", Tags=[{"Key": "a", "Value": "b"}])
    sagemaker.create_code_repository(
        CodeRepositoryName="code",
        GitConfig={"RepositoryUrl": "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/source"},
    )


def _networks(aws: Reborn) -> None:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    domain = aws.client("sagemaker").create_domain(
        DomainName="studio",
        AuthMode="IAM",
        DefaultUserSettings={"ExecutionRole": f"arn:aws:iam::{ACCOUNT}:role/worker"},
        VpcId=vpc,
        SubnetIds=[subnet],
    )["DomainArn"]
    aws.client("sagemaker").create_user_profile(DomainId=domain.rpartition("/")[2], UserProfileName="ann")


def _reads(aws: Reborn) -> dict[str, Read]:
    s3, kms, iam, logs = aws.client("s3"), aws.client("kms"), aws.client("iam"), aws.client("logs")
    codecommit, cloudformation = aws.client("codecommit"), aws.client("cloudformation")
    codebuild, catalog, sagemaker = aws.client("codebuild"), aws.client("servicecatalog"), aws.client("sagemaker")
    events, sqs, sns, ssm = aws.client("events"), aws.client("sqs"), aws.client("sns"), aws.client("ssm")
    queue = f"{aws.aws.url}/{ACCOUNT}/waiting"
    return {
        "versions": lambda: s3.list_object_versions(Bucket="kept"),
        "images": lambda: aws.client("ecr").describe_images(repositoryName="pictures"),
        "image": lambda: aws.client("ecr").batch_get_image(repositoryName="pictures", imageIds=[{"imageTag": "first"}]),
        "image tags": lambda: aws.client("ecr").list_tags_for_resource(
            resourceArn=f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/pictures"
        ),
        "uploads": lambda: s3.list_multipart_uploads(Bucket="kept"),
        "newest": lambda: s3.get_object(Bucket="kept", Key="a/b.txt"),
        "tags": lambda: s3.get_object_tagging(Bucket="kept", Key="a/b.txt"),
        "notifications": lambda: s3.get_bucket_notification_configuration(Bucket="kept"),
        "policy": lambda: s3.get_bucket_policy(Bucket="kept"),
        "decrypted": lambda: {
            "text": kms.decrypt(CiphertextBlob=s3.get_object(Bucket="kept", Key="encrypted")["Body"].read())[
                "Plaintext"
            ]
        },
        "keys": lambda: kms.list_aliases(),
        "public key": lambda: kms.get_public_key(KeyId="alias/signing"),
        "parameter": lambda: ssm.get_parameter(Name="/a/b"),
        "parameter tags": lambda: ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/a/b"),
        "roles": lambda: iam.list_roles(),
        "attached": lambda: iam.list_attached_role_policies(RoleName="worker"),
        "queue": lambda: sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"]),
        "subscriptions": lambda: sns.list_subscriptions(),
        "schedule": lambda: aws.client("scheduler").get_schedule(Name="far", GroupName="nightly"),
        "schedule groups": lambda: aws.client("scheduler").list_schedule_groups(),
        "alarms": lambda: aws.client("cloudwatch").describe_alarms(),
        "alarm history": lambda: aws.client("cloudwatch").describe_alarm_history(),
        "metrics": lambda: aws.client("cloudwatch").list_metrics(Namespace="mine"),
        "targets": lambda: events.list_targets_by_rule(Rule="on-push"),
        "bus": lambda: events.describe_event_bus(),
        "rules": lambda: events.list_rules(),
        "log": lambda: logs.get_log_events(logGroupName="/mine", logStreamName="one", startFromHead=True),
        "groups": lambda: logs.describe_log_groups(),
        "stack": lambda: cloudformation.describe_stacks(StackName="things"),
        "stack events": lambda: cloudformation.describe_stack_events(StackName="things"),
        "exports": lambda: cloudformation.list_exports(),
        "repository": lambda: codecommit.get_repository(repositoryName="source"),
        "connections": aws.client("codeconnections").list_connections,
        "branch": lambda: codecommit.get_branch(repositoryName="source", branchName="main"),
        "file": lambda: codecommit.get_file(repositoryName="source", filePath="a.txt"),
        "build": lambda: codebuild.batch_get_builds(ids=codebuild.list_builds()["ids"]),
        "products": lambda: catalog.search_products_as_admin(),
        "portfolios": lambda: catalog.list_portfolios(),
        "models": lambda: sagemaker.list_model_package_groups(),
        "networks": aws.client("ec2").describe_vpcs,
        "interfaces": aws.client("ec2").describe_network_interfaces,
        "domains": sagemaker.list_domains,
        "profiles": sagemaker.list_user_profiles,
        "code": lambda: sagemaker.list_code_repositories(),
    }


def _plain(answer: dict[str, Any]) -> dict[str, Any]:
    body = {"Body": answer["Body"].read()} if "Body" in answer else {}
    return {**{key: value for key, value in answer.items() if key != "ResponseMetadata"}, **body}
