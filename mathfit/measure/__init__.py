"""Build-time measuring: each equation's natural size, read in a browser and put into the page."""
