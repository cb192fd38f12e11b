"""CloudFormation: an own engine that refuses what AWS refuses."""
