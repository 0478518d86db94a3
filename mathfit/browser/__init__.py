"""The browsers of measure/ and verify/: starting, feeding from disk, waiting, limits, what is kept.

It may use the leaves alone.
"""
