"""Render the pipeline definition of a model_build repository: in it, with an interpreter for its requirements."""

import sys

from ml_pipelines import definition, settings, source_code
from ml_pipelines.project import NAMED, VARIABLES, Project

told = dict.fromkeys([*VARIABLES, *NAMED], "x") | {"region": "eu-west-1", "role": "arn:aws:iam::1:role/x"}
chosen = settings.read_settings(definition.settings_file("training"))
text = definition.render("training", Project(**told), chosen, source_code.step_sources(), "s3://bucket/folder/")
sys.stdout.write(text)
