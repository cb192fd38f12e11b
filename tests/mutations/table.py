"""The mutations: a row for each guard of a template."""

from __future__ import annotations

from tests.mutations.mutations import (
    PIPELINE,
    Mutation,
    add,
    drop,
    drop_action_on_undelivered,
    drop_alarm_on_undelivered,
    drop_attribute,
    drop_condition,
    drop_from_parameters,
    drop_resource,
    let_everybody_in,
    on_metadata,
    on_stage,
    open_to_the_world,
    put,
    put_in_statement,
    without_approvals,
    without_parameter,
)

BUCKET, ROLE, POLICY = "AWS::S3::Bucket", "AWS::IAM::Role", "AWS::IAM::ManagedPolicy"
BUILD, LOG, KEY = "AWS::CodeBuild::Project", "AWS::Logs::LogGroup", "AWS::KMS::Key"
RULE, QUEUE, TOPIC = "AWS::Events::Rule", "AWS::SQS::Queue", "AWS::SNS::Topic"
GROUP, REPOSITORY = "AWS::SageMaker::ModelPackageGroup", "AWS::CodeCommit::Repository"
INTERFACE, OPTIONAL = "AWS::CloudFormation::Interface", "SagemakerTemplateParameterRules"
SUBJECT_KEY = "aws:SourceAccount"

MUTATIONS = (
    Mutation("bucket encryption", "E9501", drop(BUCKET, "BucketEncryption"), in_foundations=False),
    Mutation("bucket policy that asks for TLS", "E9502", drop_resource("AWS::S3::BucketPolicy")),
    Mutation(
        "TLS in the bucket policy",
        "E9502",
        drop_condition("AWS::S3::BucketPolicy", "PolicyDocument", "aws:SecureTransport"),
    ),
    Mutation("public access block", "E9503", drop(BUCKET, "PublicAccessBlockConfiguration")),
    Mutation("one of the four blocks", "E9503", put(BUCKET, "PublicAccessBlockConfiguration/BlockPublicPolicy", False)),
    Mutation("versions", "E9526", drop(BUCKET, "VersioningConfiguration")),
    Mutation("end of abandoned uploads", "E9527", drop(BUCKET, "LifecycleConfiguration")),
    Mutation("boundary", "E9504", drop(ROLE, "PermissionsBoundary"), in_foundations=False),
    Mutation("PassedToService", "E9505", drop_condition(POLICY, "PolicyDocument", "iam:PassedToService")),
    Mutation("spelled actions", "E9506", put_in_statement(POLICY, "Action", ["s3:*"])),
    Mutation("named resources", "E9507", put_in_statement(POLICY, "Resource", ["*"])),
    Mutation("project from Studio", "E9508", without_parameter("SageMakerProjectId")),
    Mutation(
        "name budget",
        "E9509",
        put(BUILD, "Name", {"Fn::Sub": "sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-" + "x" * 200}),
    ),
    Mutation("retained bucket", "E9510", drop_attribute(BUCKET, "DeletionPolicy")),
    Mutation("bucket kept on replacement", "E9510", drop_attribute(BUCKET, "UpdateReplacePolicy")),
    Mutation("retained key", "E9510", drop_attribute(KEY, "DeletionPolicy")),
    Mutation("retained log", "E9510", drop_attribute(LOG, "DeletionPolicy")),
    Mutation("retained models", "E9510", drop_attribute(GROUP, "DeletionPolicy")),
    Mutation("retained code", "E9510", drop_attribute(REPOSITORY, "DeletionPolicy")),
    Mutation("retained runs", "E9510", drop_attribute("AWS::SageMaker::MlflowApp", "DeletionPolicy")),
    Mutation(
        "runs kept on replacement",
        "E9510",
        drop_attribute("AWS::SageMaker::MlflowTrackingServer", "UpdateReplacePolicy"),
    ),
    Mutation("dead-letter queue of a rule", "E9511", drop(RULE, "Targets/0/DeadLetterConfig")),
    Mutation("retries of a rule", "E9511", drop(RULE, "Targets/0/RetryPolicy")),
    Mutation("maintained image", "E9512", put(BUILD, "Environment/Image", "aws/codebuild/standard:4.0")),
    Mutation("bound of a field", "E9513", drop_from_parameters("AllowedPattern", "MaxLength")),
    Mutation("explanation of a field", "E9513", drop_from_parameters("ConstraintDescription")),
    Mutation("name of one project", "E9514", put(QUEUE, "QueueName", "sagemaker-lost"), in_foundations=False),
    Mutation("alarm on what was not delivered", "E9515", drop_alarm_on_undelivered),
    Mutation(
        "group of a field",
        "E9517",
        on_metadata(INTERFACE, lambda found: found["ParameterGroups"].pop()),
        in_foundations=False,
    ),
    Mutation(
        "mark of an optional field", "E9518", on_metadata(OPTIONAL, lambda found: found.popitem()), in_foundations=False
    ),
    Mutation("tags of costs", "E9519", drop(QUEUE, "Tags"), in_foundations=False),
    Mutation(
        "no account written down",
        "E9520",
        put(TOPIC, "KmsMasterKeyId", "arn:aws:kms:eu-west-1:111122223333:key/x"),
        in_foundations=False,
    ),
    Mutation(
        "SourceAccount", "E9521", drop_condition(ROLE, "AssumeRolePolicyDocument", SUBJECT_KEY), in_foundations=False
    ),
    Mutation(
        "narrow policies",
        "E9522",
        put(
            ROLE, "ManagedPolicyArns", [{"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AmazonSageMakerFullAccess"}]
        ),
    ),
    Mutation("key rotation", "E9523", drop(KEY, "EnableKeyRotation")),
    Mutation("log key", "E9525", drop(LOG, "KmsKeyId")),
    Mutation("log retention", "E9524", drop(LOG, "RetentionInDays")),
    Mutation("queue key", "E9528", drop(QUEUE, "KmsMasterKeyId")),
    Mutation("topic key", "E9528", drop(TOPIC, "KmsMasterKeyId")),
    Mutation("build key", "E9529", drop(BUILD, "EncryptionKey")),
    Mutation("build timeout", "E9530", drop(BUILD, "TimeoutInMinutes")),
    Mutation("pipeline type", "E9531", put(PIPELINE, "PipelineType", "V1")),
    Mutation("pipeline mode", "E9532", put(PIPELINE, "ExecutionMode", "QUEUED")),
    Mutation("artifact key", "E9533", drop(PIPELINE, "ArtifactStore/EncryptionKey")),
    Mutation("rollback of production", "E9534", on_stage("Production", lambda stage: stage.pop("OnFailure", None))),
    Mutation("approval", "E9535", without_approvals),
    Mutation("names in the policy of a key", "E9536", let_everybody_in(KEY, "KeyPolicy")),
    Mutation(
        "names in the policy of images", "E9536", let_everybody_in("AWS::ECR::Repository", "RepositoryPolicyText")
    ),
    Mutation("somebody who hears of an undelivered event", "E9515", drop_action_on_undelivered, in_foundations=False),
    Mutation("a role instead of a user", "E9537", add("AWS::IAM::User")),
    Mutation("a role instead of keys", "E9537", add("AWS::IAM::AccessKey", UserName="git")),
    Mutation(
        "secret that is kept elsewhere", "E9538", put(BUILD, "Environment/EnvironmentVariables/0/Name", "GIT_TOKEN")
    ),
    Mutation("privileged when asked for", "E9540", put(BUILD, "Environment/PrivilegedMode", True)),
    Mutation("named range of a security group", "E9539", open_to_the_world),
)
