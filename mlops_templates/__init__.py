"""The template library of SageMaker Projects: one hardened Service Catalog product per phase of MLOps maturity."""

# Also in pyproject.toml. Asking the installed metadata would take `--version` as long as all the rest.
__version__ = "0.1.0"
