"""The HTTP server of an endpoint. It runs under the Python of the model's image, not under this one."""
