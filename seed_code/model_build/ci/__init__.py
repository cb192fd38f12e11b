"""The five steps of continuous integration, as build_spec.yml runs them: `python -m ci <step>`. See README.md."""
