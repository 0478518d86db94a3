"""The report of a run, to be opened in a browser.

It may use verify/formats/, verify/results.py, verify/judge/ and the leaves.
"""
