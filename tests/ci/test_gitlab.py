"""ci/gitlab.yml: its lines run in a shell, with the inputs put in as GitLab does."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.ci.site import ROOT, environment, write_site

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = (ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8")


def job(**inputs: str) -> dict[str, Any]:
    """Return the job that the template makes of inputs; the others have their defaults."""
    header, body = TEMPLATE.split("\n---\n")
    known = yaml.safe_load(header)["spec"]["inputs"]
    assert set(inputs) <= set(known)
    values = {name: one["default"] for name, one in known.items()} | inputs
    for name, value in values.items():
        if isinstance(value, bool):
            values[name] = str(value).lower()
    filled = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: values[found[1]], body)
    return yaml.safe_load(filled)["mathfit"]  # type: ignore[no-any-return]


def run(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the job's lines on a small site. What it would install is there."""
    write_site(folder / "public")
    made = job(**inputs)
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(made["script"])],
        cwd=folder,
        env=environment(folder) | made["variables"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.browser
def test_a_site_is_fitted_and_proved(tmp_path: Path) -> None:
    done = run(tmp_path, widths="320")
    assert done.returncode == 0, done.stderr
    artifacts = job()["artifacts"]
    for name in (*artifacts["paths"], artifacts["reports"]["junit"]):
        assert (tmp_path / name).exists()
    assert "math-fit" in (tmp_path / "public" / "wide.html").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize(("fail", "status"), [("true", 1), ("false", 0)])
def test_a_site_that_never_saw_mathfit(tmp_path: Path, fail: str, status: int) -> None:
    done = run(tmp_path, apply="false", fail=fail, widths="320")
    assert done.returncode == status, done.stderr
    assert "leaves-block" in done.stdout
    assert "math-fit" not in (tmp_path / "public" / "wide.html").read_text(encoding="utf-8")
