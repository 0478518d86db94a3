"""What people install: built as sdist and wheel, put into an empty environment, used there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (
    "<!doctype html><title>t</title>"
    '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"></script>'
    "<p>Words $$x^2$$ words</p>"
)


def run(*words: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, words)), cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_installed_into_an_empty_environment_it_works(kind: str, tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", f"--{kind}", "--outdir", tmp_path / "dist", ROOT, cwd=ROOT)
    built = next((tmp_path / "dist").iterdir())
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", built, cwd=tmp_path)
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(PAGE, encoding="utf-8")
    mathfit = tmp_path / "env" / "bin" / "mathfit"
    run(mathfit, "apply", site, cwd=tmp_path)
    assert "<math-fit" in (site / "index.html").read_text(encoding="utf-8")
    # The stylesheet, the script, and the one that enlarges.
    assert len(list(site.glob("mathfit*.*"))) == 3
    assert "math-fit" in run(mathfit, "snippet", cwd=tmp_path)
    assert "// Measures" in run(mathfit, "snippet", "--readable", cwd=tmp_path)
    run(mathfit, "remove", site, cwd=tmp_path)
    assert (site / "index.html").read_text(encoding="utf-8") == PAGE
