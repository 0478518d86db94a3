"""One page, bytes in and bytes out."""
