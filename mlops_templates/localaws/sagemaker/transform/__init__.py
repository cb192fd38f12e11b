"""Batch transform: a model served for the length of a job, asked for every record of its input.

    objects --payloads--> requests --association--> model --association--> answers --payloads--> `<file>.out`

Pure modules: json_path, payloads, association.
"""
