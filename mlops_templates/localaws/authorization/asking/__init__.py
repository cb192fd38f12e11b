"""What a request asks for: actions as IAM names them, the ARNs of their resources, and condition keys."""
