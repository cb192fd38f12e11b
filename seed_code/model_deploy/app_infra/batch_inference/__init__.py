"""The batch inference pipeline: `ml-pipeline-inference.py`, and the programs of its steps in `steps/`."""
