"""What starts the batch pipeline: a file that arrives, a schedule. What cannot be delivered is kept in a queue."""

from troposphere import Equals, GetAtt, Not, Ref, Sub, Template, events, scheduler
from troposphere.sagemaker import Pipeline
from troposphere.sqs import Queue, QueuePolicy

from deployment import stack_text

FOURTEEN_DAYS = 14 * 86400
SECONDS, ATTEMPTS = 86400, 185
ARN = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:pipeline/${PipelineName}"


def add(template: Template, pipeline: Pipeline) -> Queue:
    """Add both triggers, each if the stage wants it; the queue of starts that were not delivered."""
    template.add_condition("StartsOnArrival", Equals(Ref("OnArrival"), "yes"))
    template.add_condition("HasSchedule", Not(Equals(Ref("Schedule"), "")))
    undelivered = template.add_resource(_undelivered())
    template.add_resource(_undelivered_policy(undelivered))
    template.add_resource(_arrival(pipeline, undelivered))
    template.add_resource(_schedule(pipeline, undelivered))
    return undelivered


def _undelivered() -> Queue:
    return Queue(
        "Undelivered",
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        QueueName=Sub("sagemaker-${ProjectId}-${Stage}-lost"),
        MessageRetentionPeriod=FOURTEEN_DAYS,
        SqsManagedSseEnabled=True,
        Tags=stack_text.project_tags(),
    )


def _undelivered_policy(queue: Queue) -> QueuePolicy:
    rules = Sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/sagemaker-${ProjectId}-*")
    write = {
        "Sid": "RulesKeepWhatTheyCannotDeliver",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": GetAtt(queue, "Arn"),
        "Condition": {"ArnLike": {"aws:SourceArn": rules}},
    }
    only_tls = {
        "Sid": "OnlyOverTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": GetAtt(queue, "Arn"),
        "Condition": {"Bool": {"aws:SecureTransport": False}},
    }
    return QueuePolicy(
        "UndeliveredPolicy",
        Queues=[Ref(queue)],
        PolicyDocument={"Version": "2012-10-17", "Statement": [write, only_tls]},
    )


def _arrival(pipeline: Pipeline, undelivered: Queue) -> events.Rule:
    """Each file starts an execution of its own, which reads that file alone."""
    file = events.SageMakerPipelineParameter(Name="InputPrefix", Value="$.detail.object.key")
    return events.Rule(
        "Arrival",
        Condition="StartsOnArrival",
        DependsOn=[pipeline.title],
        Name=Sub("sagemaker-${ProjectId}-${Stage}-arrival"),
        Description=Sub("A file for batch inference of ${ProjectName} arrived"),
        EventPattern={
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [Ref("DataBucket")]}, "object": {"key": [{"prefix": Ref("InputPrefix")}]}},
        },
        State="ENABLED",
        Targets=[
            events.Target(
                Id="pipeline",
                Arn=Sub(ARN),
                RoleArn=Ref("PipelineRoleArn"),
                SageMakerPipelineParameters=events.SageMakerPipelineParameters(PipelineParameterList=[file]),
                DeadLetterConfig=events.DeadLetterConfig(Arn=GetAtt(undelivered, "Arn")),
                RetryPolicy=events.RetryPolicy(MaximumEventAgeInSeconds=SECONDS, MaximumRetryAttempts=ATTEMPTS),
            )
        ],
    )


def _schedule(pipeline: Pipeline, undelivered: Queue) -> scheduler.Schedule:
    """Each execution reads all that lies in the input folder."""
    return scheduler.Schedule(
        "BatchSchedule",
        Condition="HasSchedule",
        DependsOn=[pipeline.title],
        Name=Sub("sagemaker-${ProjectId}-${Stage}-batch"),
        Description=Sub("Batch inference of ${ProjectName}"),
        ScheduleExpression=Ref("Schedule"),
        ScheduleExpressionTimezone=Ref("ScheduleTimezone"),
        FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="OFF"),
        State="ENABLED",
        Target=scheduler.Target(
            Arn=Sub(ARN),
            RoleArn=Ref("PipelineRoleArn"),
            SageMakerPipelineParameters=scheduler.SageMakerPipelineParameters(
                PipelineParameterList=[
                    scheduler.SageMakerPipelineParameter(Name="InputPrefix", Value=Ref("InputPrefix"))
                ]
            ),
            DeadLetterConfig=scheduler.DeadLetterConfig(Arn=GetAtt(undelivered, "Arn")),
            RetryPolicy=scheduler.RetryPolicy(MaximumEventAgeInSeconds=SECONDS, MaximumRetryAttempts=ATTEMPTS),
        ),
    )
