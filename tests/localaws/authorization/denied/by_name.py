"""Actions that are allowed, but not on this resource."""

from __future__ import annotations

from tests.localaws.authorization.conftest import allow
from tests.localaws.authorization.denied.case import TOPIC, TRUST, Case, arn, iam_arn

LATE = {
    "Namespace": "mine",
    "MetricName": "delay",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1.0,
    "ComparisonOperator": "GreaterThanThreshold",
}

CASES = (
    Case(
        "an alarm of another name",
        (allow("cloudwatch:PutMetricAlarm", on=arn("cloudwatch", "alarm:sagemaker-*")),),
        lambda person: person.client("cloudwatch").put_metric_alarm(AlarmName=person.name, **LATE),
        "cloudwatch:PutMetricAlarm",
        arn("cloudwatch", "alarm:person-"),
        (allow("cloudwatch:PutMetricAlarm", on=arn("cloudwatch", "alarm:person-*")),),
    ),
    Case(
        "a schedule of another group",
        (allow("scheduler:CreateScheduleGroup", on=arn("scheduler", "schedule-group/mine-*")),),
        lambda person: person.client("scheduler").create_schedule_group(Name=person.name),
        "scheduler:CreateScheduleGroup",
        arn("scheduler", "schedule-group/person-"),
        (allow("scheduler:CreateScheduleGroup", on=arn("scheduler", "schedule-group/person-*")),),
    ),
    Case(
        "another repository",
        (allow("codecommit:*", on=arn("codecommit", "mine-*")),),
        lambda person: person.client("codecommit").create_repository(repositoryName=f"theirs-{person.name}"),
        "codecommit:CreateRepository",
        arn("codecommit", "theirs-"),
        (allow("codecommit:*", on=arn("codecommit", "*")),),
    ),
    Case(
        "every resource but this",
        ({"Effect": "Allow", "Action": "sqs:*", "NotResource": arn("sqs", "person-*")},),
        lambda person: person.client("sqs").create_queue(QueueName=person.name),
        "sqs:CreateQueue",
        arn("sqs", "person-"),
        ({"Effect": "Allow", "Action": "sqs:*", "NotResource": arn("sqs", "other-*")},),
    ),
    Case(
        "a role on another path",
        (allow("iam:CreateRole", on=iam_arn("role/mlops/*")),),
        lambda person: person.client("iam").create_role(
            RoleName=f"{person.name}-x", Path="/free/", AssumeRolePolicyDocument=TRUST
        ),
        "iam:CreateRole",
        iam_arn("role/free/person-"),
        (allow("iam:CreateRole", on=iam_arn("role/free/*")),),
    ),
    Case(
        "a parameter on another path",
        (allow("ssm:PutParameter", on=arn("ssm", "parameter/mine/*")),),
        lambda person: person.client("ssm").put_parameter(Name=f"/theirs/{person.name}", Value="v", Type="String"),
        "ssm:PutParameter",
        arn("ssm", "parameter/theirs/person-"),
        (allow("ssm:PutParameter", on=arn("ssm", "parameter/theirs/*")),),
    ),
    Case(
        "another log group",
        (allow("logs:CreateLogGroup", on=arn("logs", "log-group:/mine/*")),),
        lambda person: person.client("logs").create_log_group(logGroupName=f"/theirs/{person.name}"),
        "logs:CreateLogGroup",
        arn("logs", "log-group:/theirs/person-"),
        (allow("logs:CreateLogGroup", on=arn("logs", "log-group:/theirs/*")),),
    ),
    Case(
        "another rule",
        (allow("events:PutRule", on=arn("events", "rule/sagemaker-*")),),
        lambda person: person.client("events").put_rule(Name=person.name, EventPattern='{"source": ["x"]}'),
        "events:PutRule",
        arn("events", "rule/person-"),
        (allow("events:PutRule", on=arn("events", "rule/person-*")),),
    ),
    Case(
        "a bus that may not be written to",
        (allow("events:PutEvents", on=arn("events", "event-bus/other")),),
        lambda person: person.client("events").put_events(Entries=[{"Source": "a", "DetailType": "b", "Detail": "{}"}]),
        "events:PutEvents",
        arn("events", "event-bus/default"),
        (allow("events:PutEvents", on=arn("events", "event-bus/default")),),
    ),
    Case(
        "a portfolio",
        (allow("servicecatalog:CreatePortfolio", on=arn("catalog", "product/*")),),
        lambda person: person.client("servicecatalog").create_portfolio(DisplayName=person.name, ProviderName="x"),
        "servicecatalog:CreatePortfolio",
        arn("catalog", "portfolio/*"),
        (allow("servicecatalog:CreatePortfolio", on=arn("catalog", "portfolio/*")),),
    ),
    Case(
        "a stack of another name",
        (allow("cloudformation:*", "sns:*", on=[arn("cloudformation", "stack/SC-*"), arn("sns", "*")]),),
        lambda person: person.client("cloudformation").create_stack(StackName=person.name, TemplateBody=TOPIC),
        "cloudformation:CreateStack",
        arn("cloudformation", "stack/person-"),
        (allow("cloudformation:*", "sns:*", on=[arn("cloudformation", "stack/person-*"), arn("sns", "*")]),),
    ),
    Case(
        "a bucket of another name",
        (allow("s3:CreateBucket", on="arn:aws:s3:::sagemaker-*"),),
        lambda person: person.client("s3").create_bucket(Bucket=person.name),
        "s3:CreateBucket",
        "arn:aws:s3:::person-",
        (allow("s3:CreateBucket", on="arn:aws:s3:::person-*"),),
    ),
    Case(
        "a parameter to read on another path",
        (allow("ssm:GetParameters", on=arn("ssm", "parameter/mine/*")),),
        lambda person: person.client("ssm").get_parameters(Names=["/theirs/a"]),
        "ssm:GetParameters",
        arn("ssm", "parameter/theirs/a"),
        (allow("ssm:GetParameters", on=arn("ssm", "parameter/theirs/?")),),
    ),
    Case(
        "an object behind another prefix",
        (allow("s3:PutObject", on="arn:aws:s3:::person-*/mine/*"),),
        lambda person: person.client("s3").put_object(Bucket=person.bucket(), Key="theirs/a", Body=b"a"),
        "s3:PutObject",
        "arn:aws:s3:::person-",
        (allow("s3:PutObject", on="arn:aws:s3:::person-*/theirs/*"),),
    ),
    Case(
        "one of several objects that one call deletes",
        (allow("s3:DeleteObject", on="arn:aws:s3:::person-*/mine/*"),),
        lambda person: person.client("s3").delete_objects(
            Bucket=person.bucket(), Delete={"Objects": [{"Key": "mine/a"}, {"Key": "theirs/a"}]}
        ),
        "s3:DeleteObject",
        "arn:aws:s3:::person-",
        (allow("s3:DeleteObject", on=["arn:aws:s3:::person-*/mine/*", "arn:aws:s3:::person-*/theirs/*"]),),
    ),
    Case(
        "a variable that means somebody else",
        (allow("sns:CreateTopic", on=arn("sns", "${aws:PrincipalTag/team}-*")),),
        lambda person: person.client("sns").create_topic(Name=f"blue-{person.name}"),
        "sns:CreateTopic",
        arn("sns", "blue-person-"),
        (allow("sns:CreateTopic", on=arn("sns", "${aws:PrincipalTag/team, 'blue'}-*")),),
    ),
)
