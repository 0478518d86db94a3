"""mathfit makes the equations of a built site fit every screen."""

__version__ = "0.1.0"
