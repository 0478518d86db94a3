"""Folders of pages, walked, read and written in several processes: no other room writes a site.

It may use page/, machines/ and the leaves.
"""
