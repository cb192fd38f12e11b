"""A folder for the PYTHONPATH of containers with a server of their own: Python reads `sitecustomize` when it starts."""
