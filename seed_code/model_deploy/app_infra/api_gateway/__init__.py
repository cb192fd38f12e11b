"""An API in front of the endpoint, for callers that sign their requests. See README.md."""
