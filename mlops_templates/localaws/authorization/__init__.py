"""IAM: whether a caller may do what a request asks, on every call and by AWS's rules of evaluation.

`policy`, `patterns`, `conditions`, `principals` and `decision` are pure: values in, verdict out. `asking` says what a
request asks for (action, resources, condition keys), `held` what the caller holds, `guard` brings both together.
"""
