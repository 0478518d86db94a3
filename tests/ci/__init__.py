"""What CI services and hooks run, as they run it."""
