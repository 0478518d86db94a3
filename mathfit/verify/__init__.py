"""`mathfit verify`: open a site in a browser at many widths and prove that its equations fit."""
