"""`python -m mlops_templates.cli`, the same as `mlops-templates`."""

from mlops_templates.cli import main

if __name__ == "__main__":
    main()
