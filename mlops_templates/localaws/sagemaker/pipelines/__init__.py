"""SageMaker Pipelines: definitions checked when they come, executed step by step.

    text --definition--> Definition --checks--> stored
    Definition --graph--> what is ready --runner--> steps in threads: expressions resolved, jobs started, results kept

Pure modules: paths, references, expressions, conditions, definition, checks, graph, durations, caching.
"""
