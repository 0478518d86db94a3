# Sphinx with MyST for Markdown: the sphinx.ext.mathjax of every new project, nothing set.
project = "A small blog"
author = "A person"
extensions = ["myst_parser", "sphinx.ext.mathjax"]
myst_enable_extensions = ["dollarmath", "amsmath"]
html_theme = "alabaster"
