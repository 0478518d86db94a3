"""The defaults, each once: of the library, of the command line and of the script alike."""

MIN_SCALE = 0.4
"""The smallest scale of an equation (1: its natural size). What is wider even so scrolls."""
