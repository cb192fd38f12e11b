"""What every product of ours has: both seed repositories, and every source-code provider."""

from mlops_templates.model import SeedRepository

SEEDS = (SeedRepository("model_build"), SeedRepository("model_deploy"))
SCMS = ("codecommit", "codeconnections", "github-actions")
