"""The pipeline on a laptop: the definition that CI upserts, its steps as local processes, folders in place of S3.

    settings --render--> definition --run--> step after step: expressions resolved, a process each, outputs kept

No AWS, no docker: what runs is the definition's JSON, so it is what AWS would get. Containers and machines are not
imitated; `docker` images of your own do not count here, the Python of this repository runs every step.
"""
