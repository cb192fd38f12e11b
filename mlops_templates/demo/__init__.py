"""The demo: one project lives its whole life on the embedded AWS while a person watches.

`life` is the order of the stages, `screen` shows them, the other modules are what a stage does. Everything goes through
the same boto3 clients that would reach an account.
"""
