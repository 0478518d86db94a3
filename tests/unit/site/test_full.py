"""A file system that is full after some writes: what cannot be written stays, and is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Runs in name spaces of its own, where it may mount a small file system.
STEPS = """
import subprocess, sys
from pathlib import Path
from mathfit.cli import run
from tests.unit.site.test_full import PAGES, original

disk, size = Path(sys.argv[1]), sys.argv[2]
mount = ["mount", "-t", "tmpfs", "-o"]
subprocess.run([*mount, f"size={size}k", "none", disk], check=True)
site = disk / "site"
site.mkdir()
for name, content in original().items():
    (site / name).write_bytes(content)
status = run(["apply", str(site), "--no-cache", "-q", "--jobs", "1"])
found = {file.name: file.read_bytes() for file in site.iterdir()}
changed = {name for name in original() if found[name] != original()[name]}
assert all(b"<math-fit" in found[name] for name in changed)
assert not [name for name in found if name.endswith(".part")]
subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
assert run(["apply", str(site), "--no-cache", "-q"]) == 0
assert run(["remove", str(site), "-q"]) == 0
assert {file.name: file.read_bytes() for file in site.iterdir()} == original()
print(status, len(changed))
"""
PAGES = 30
ROOT = Path(__file__).parents[3]


def original() -> dict[str, bytes]:
    """Return the pages: each fills one block of the disk, and the finished one two."""
    from tests.unit.pages import page

    words = "word " * 720
    return {
        f"{number:02}.html": page(f"<p>{words}</p><p>$$x_{{{number}}}$$</p>").encode()
        for number in range(PAGES)
    }


@pytest.mark.parametrize(("room", "some"), [(0, False), (100, True), (140, True), (400, True)])
def test_what_does_not_fit_on_the_disk_stays_as_it_was(
    tmp_path: Path, room: int, some: bool
) -> None:
    allowed = subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False)
    if allowed.returncode:
        pytest.skip(f"no name spaces here: {allowed.stderr.decode().strip()}")
    disk = tmp_path / "disk"
    disk.mkdir()
    size = 4 * PAGES + room
    done = subprocess.run(
        ["unshare", "-rm", sys.executable, "-c", STEPS, disk, str(size)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    status, changed = map(int, done.stdout.split())
    assert (status == 0) == (changed == PAGES)
    assert (changed > 0) == some
    named = [line for line in done.stderr.splitlines() if "No space left on device" in line]
    assert len(named) == PAGES - changed
