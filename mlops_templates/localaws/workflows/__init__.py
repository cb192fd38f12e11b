"""GitHub Actions for the local git host: workflows of repositories run on pushes, deletions, schedules and by hand.

document.py, expressions.py    what a workflow says; what nobody emulates is refused by name and place
triggers.py                    which event starts which workflow
execution.py, job.py           one run, one job; actions.py the actions of others that a step may use
issuer.py                      identity tokens, signed as GitHub signs them
state.py, errands.py           variables, environments and runs; what a person does at GitHub
"""
