"""Definitions of the SageMaker pipelines of this repository. See README.md."""
