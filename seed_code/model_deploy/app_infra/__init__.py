"""The application around the model. See README.md."""
