"""The least that a CDK program can be: one stack with one bucket. Run by an interpreter that has aws-cdk-lib."""

import sys

from aws_cdk import App, Stack, aws_s3

app = App(outdir=sys.argv[1])
aws_s3.Bucket(Stack(app, "Stack"), "Bucket")
app.synth()
