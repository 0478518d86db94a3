"""`apply --measure`: pages are opened with the script, their sizes are read back, kept and written.

It may use page/, site/, browser/, machines/ and the leaves.
"""
