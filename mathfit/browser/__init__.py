"""A real browser, fed from disk: what `verify` and build-time measuring share."""
