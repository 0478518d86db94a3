"""Past one machine: work in parts on any executor, a Dask cluster, sites at addresses.

It may use the leaves alone.
"""
