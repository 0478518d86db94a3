"""The defaults, each once: of the library, of the command line and of the script alike."""

MIN_SCALE = 0.4
"""The smallest scale of an equation (1: its natural size). What is wider even so scrolls."""
WIDTHS = (320, 375, 768, 1280)
"""The widths of the window at which `verify` looks at a page, CSS px."""
TIMEOUT = 30.0
"""Seconds: what `apply --measure` gives a page in all, and `verify` one load or turn of a page."""
MEMORY = 1024
"""MB that the process of a page may take."""
