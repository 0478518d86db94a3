""".pre-commit-hooks.yaml: pre-commit reads the file, and its hooks do what they say."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import yaml

from tests.ci.site import ROOT, environment, write_site

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {one["id"]: one for one in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}


def test_pre_commit_takes_the_file() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def hook(name: str, folder: Path) -> int:
    """Run a hook as pre-commit does where `args` names the site."""
    words = [*shlex.split(HOOKS[name]["entry"]), "public"]
    return subprocess.run(words, cwd=folder, env=environment(folder), check=False).returncode


def test_the_check_fails_until_the_site_is_fitted(tmp_path: Path) -> None:
    write_site(tmp_path / "public")
    assert hook("mathfit-check", tmp_path) == 1
    assert hook("mathfit-apply", tmp_path) == 0
    assert hook("mathfit-check", tmp_path) == 0
