"""How resources of projects are named, and the ARNs that IAM then compares."""

from __future__ import annotations

# How a resource of each type is named, and the ARN that IAM compares.
ARNS = {
    "AWS::S3::Bucket": ("BucketName", "arn:aws:s3:::{}", "s3:CreateBucket"),
    "AWS::CodeBuild::Project": (
        "Name",
        "arn:aws:codebuild:eu-west-1:111122223333:project/{}",
        "codebuild:CreateProject",
    ),
    "AWS::CodePipeline::Pipeline": (
        "Name",
        "arn:aws:codepipeline:eu-west-1:111122223333:{}",
        "codepipeline:CreatePipeline",
    ),
    "AWS::CodeCommit::Repository": (
        "RepositoryName",
        "arn:aws:codecommit:eu-west-1:111122223333:{}",
        "codecommit:CreateRepository",
    ),
    "AWS::Events::Rule": ("Name", "arn:aws:events:eu-west-1:111122223333:rule/{}", "events:PutRule"),
    "AWS::SQS::Queue": ("QueueName", "arn:aws:sqs:eu-west-1:111122223333:{}", "sqs:CreateQueue"),
    "AWS::SNS::Topic": ("TopicName", "arn:aws:sns:eu-west-1:111122223333:{}", "sns:CreateTopic"),
    "AWS::Logs::LogGroup": (
        "LogGroupName",
        "arn:aws:logs:eu-west-1:111122223333:log-group:{}",
        "logs:CreateLogGroup",
    ),
    "AWS::CloudWatch::Alarm": (
        "AlarmName",
        "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:{}",
        "cloudwatch:PutMetricAlarm",
    ),
    "AWS::ECR::Repository": (
        "RepositoryName",
        "arn:aws:ecr:eu-west-1:111122223333:repository/{}",
        "ecr:CreateRepository",
    ),
    "AWS::Scheduler::Schedule": (
        "Name",
        "arn:aws:scheduler:eu-west-1:111122223333:schedule/default/{}",
        "scheduler:CreateSchedule",
    ),
    "AWS::SSM::Parameter": ("Name", "arn:aws:ssm:eu-west-1:111122223333:parameter{}", "ssm:PutParameter"),
    "AWS::IAM::Role": ("RoleName", "arn:aws:iam::111122223333:role/mlops/{}", "iam:CreateRole"),
    "AWS::IAM::ManagedPolicy": (
        "ManagedPolicyName",
        "arn:aws:iam::111122223333:policy/mlops/{}",
        "iam:CreatePolicy",
    ),
}


# Types without a name of their own, or whose names have no fixed prefix: their scopes say so.
NAMELESS = {
    "AWS::Events::EventBusPolicy",
    "AWS::KMS::Key",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::SageMaker::CodeRepository",
    "AWS::SageMaker::ModelPackageGroup",
}
