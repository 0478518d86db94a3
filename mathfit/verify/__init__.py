"""`mathfit verify`: opening a site in a browser at many widths and proving that its equations fit.

It may use browser/, machines/, verify/formats/, verify/results.py, verify/judge/ and the leaves.
"""
