"""Processing and training jobs: local processes under SageMaker's container contract.

    request --checks--> Job (record) --lifecycle--> Workplace: pull inputs, run the command, push outputs --> Job ended

Nothing runs in a container. `/opt/ml` is a folder of the job; text that names it is rewritten (see `container.py`).
"""
