"""The actions of the CloudFormation API, one function each."""
