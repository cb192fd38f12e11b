"""SageMaker projects, made from Service Catalog products or from CloudFormation templates in S3."""
