"""The snippet's one line in HTML as systems without a build write it: docs/snippet/ says where.

The pages in systems/ are written after what each system puts out: its elements, its classes, and
the rules of its themes that an equation meets. `{{line}}` stands where the documentation tells
people to put the line, `{{tex:…}}` is typeset by KaTeX as the system does before it exports.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
SYSTEMS = sorted(path.stem for path in (Path(__file__).parent / "systems").glob("*.html"))
ENGINES = os.environ.get("MATHFIT_PACKAGES") or str(ROOT / "node_modules")
TEX = re.compile(r"\{\{tex:(.*?)\}\}(?=</div>)")
TYPESET = """
import katex from 'katex016';
const all = JSON.parse(process.argv[1]);
console.log(JSON.stringify(all.map((tex) => katex.renderToString(tex, { displayMode: true }))));
"""


def mathfit(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mathfit", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def typeset(page: str) -> str:
    found = TEX.findall(page)
    if not found:
        return page
    words = ["node", "--input-type=module", "--eval", TYPESET, json.dumps(found)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    html = iter(json.loads(done.stdout))
    return TEX.sub(lambda _: next(html), page)


def line_of(system: str) -> str:
    """Give the line that people paste, as the command writes it."""
    if system == "discourse":
        # The forum gives its own nonce to the scripts of a theme.
        words = ["--linked", "mathfit.js", "--nonce", "abc123"]
    else:
        # An exported page is one file.
        words = ["--inline"] if system == "notion" else ["--linked", "mathfit.js"]
    done = mathfit("snippet", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="session")
def verified(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, dict[str, Any]]:
    """Judge the pages of all systems with the line and without: loaded and turned, two widths."""
    results = {}
    for with_line in (True, False):
        site = tmp_path_factory.mktemp("systems")
        (site / "mathfit.js").write_text(mathfit("snippet").stdout, encoding="ascii")
        for system in SYSTEMS:
            source = Path(__file__).parent / "systems" / f"{system}.html"
            page = typeset(source.read_text(encoding="utf-8"))
            assert "{{line}}" in page
            line = line_of(system) if with_line else ""
            (site / source.name).write_text(page.replace("{{line}}", line), encoding="utf-8")
        report = site / "report.json"
        done = mathfit(
            *("verify", site, "--widths", "320,1280", "--packages", ENGINES, "--json", report)
        )
        assert done.returncode in (0, 1), done.stdout + done.stderr
        results[with_line] = json.loads(report.read_text(encoding="utf-8"))
    return results


def faults(result: dict[str, Any], system: str) -> list[str]:
    return [
        f"{fault['width']}: {fault['kind']}: {fault['detail']}"
        for fault in result["faults"]
        if fault["page"] == f"{system}.html"
    ]


@pytest.mark.parametrize("system", SYSTEMS)
def test_with_the_line_every_equation_fits(
    verified: dict[bool, dict[str, Any]], system: str
) -> None:
    assert faults(verified[True], system) == []
    counts = {one["page"]: one["equations"] for one in verified[True]["results"]}
    assert counts[f"{system}.html"] >= 2


@pytest.mark.parametrize("system", SYSTEMS)
def test_without_the_line_something_does_not(
    verified: dict[bool, dict[str, Any]], system: str
) -> None:
    assert faults(verified[False], system) != []
