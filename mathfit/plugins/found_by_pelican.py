"""What Pelican finds: the package ships this file as `pelican/plugins/mathfit/__init__.py`."""

from mathfit.plugins.pelican import register

__all__ = ["register"]
