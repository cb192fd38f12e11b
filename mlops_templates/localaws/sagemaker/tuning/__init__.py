"""Hyperparameter tuning jobs: training jobs that really run, with values that a search proposes from the last results.

ranges --points of the unit cube--> search (Bayesian or random) --> hyperparameters --> training job --> objective
"""
