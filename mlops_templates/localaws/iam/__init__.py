"""IAM: what moto leaves out. Whether calls are allowed is judged by `authorization`."""
