"""Plugins of site generators: each is a thin layer between a generator and `mathfit apply`.

It may use cli/, page/, site/ and the leaves.
"""
