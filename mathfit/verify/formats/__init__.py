"""A run's results in the forms that people and machines read.

It may use verify/results.py, verify/judge/ and the leaves.
"""
