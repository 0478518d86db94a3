"""One page, bytes in and bytes out: finding its equations, wrapping them, proving that, undoing it.

It may use the leaves alone.
"""
