"""The model registry: model package groups and their numbered versions."""
