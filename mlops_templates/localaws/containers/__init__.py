"""Container images without docker: made from a dockerfile, pushed to the ECR here, and run by SageMaker's jobs.

    dockerfile --instructions--> recipe --build--> Image + layers --push--> ECR --pull--> filled folder of a job

An image is a base that is known here, the files that COPY brought, and what `pip install` added: its packages are an
environment of the cache, made again from the image wherever it runs. Every other instruction is refused with its line.
"""
