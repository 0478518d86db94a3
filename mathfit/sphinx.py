"""The name that conf.py has for the extension of Sphinx: `extensions = ["mathfit.sphinx"]`."""

from mathfit.plugins.sphinx import setup

__all__ = ["setup"]
