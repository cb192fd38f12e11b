"""The resource provider schemas that cfn-lint ships: what AWS knows of every type."""
