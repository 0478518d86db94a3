"""Makes the equations fit, after `mkdocs build` and every rebuild of `mkdocs serve`.

In mkdocs.yml:

    hooks: [mathfit_hook.py]
"""

import subprocess


def on_post_build(config):
    subprocess.run(["mathfit", "apply", config["site_dir"]], check=True)
