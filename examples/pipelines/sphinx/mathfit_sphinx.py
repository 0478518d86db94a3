"""Makes the equations fit, after every HTML build.

In conf.py, with this file beside it:

    import sys
    sys.path.insert(0, ".")
    extensions = [..., "mathfit_sphinx"]
"""

import subprocess


def fit(app, exception):
    if exception is None and app.builder.format == "html":
        subprocess.run(["mathfit", "apply", app.outdir], check=True)


def setup(app):
    app.connect("build-finished", fit)
    return {"parallel_read_safe": True}
