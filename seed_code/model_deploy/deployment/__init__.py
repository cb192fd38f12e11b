"""The render step: from inference_config/ and the model registry to what CloudFormation deploys."""
