"""A run with a browser that a signal ends: one line, the usual status, and no process is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests import signals
from tests.browser.verify.scratch import page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
SECONDS = 60
ENDLESS = page(r"\[a+b\]<script>addEventListener('load', () => { for (;;); })</script>")
# Says when a page is being opened, which then never ends.
COMMAND = """
import os, sys
from mathfit.__main__ import main
from mathfit.browser.session import Session
load = Session.load
async def told(self, **how):
    os.write(1, b"at work\\n")
    return await load(self, **how)
Session.load = told
main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("verb", ["verify", "apply"])
def test_everything_ends_with_one_line(tmp_path: Path, verb: str, number: signal.Signals) -> None:
    (tmp_path / "a.html").write_text(ENDLESS)
    packages = os.environ.get("MATHFIT_PACKAGES") or str(ROOT / "node_modules")
    words = [verb, str(tmp_path), "--packages", packages, "--timeout", "600"]
    words += ["--measure", "--no-cache"] if verb == "apply" else []
    command = [sys.executable, "-c", COMMAND, *words]
    piped = subprocess.PIPE
    with signals.heard():
        begun = subprocess.Popen(
            command, stdout=piped, stderr=piped, text=True, start_new_session=True
        )
    assert begun.stdout is not None
    assert begun.stdout.readline() == "at work\n"
    processes = [psutil.Process(begun.pid), *psutil.Process(begun.pid).children(recursive=True)]
    begun.send_signal(number)
    _, err = begun.communicate(timeout=SECONDS)
    word = {signal.SIGTERM: "terminated", signal.SIGINT: "interrupted"}[number]
    told = [line for line in err.splitlines() if "without its sandbox" not in line]
    assert told == [f"mathfit: {word}"]
    assert begun.returncode == 128 + number
    assert psutil.wait_procs(processes, timeout=SECONDS)[1] == []
    assert (tmp_path / "a.html").read_text() == ENDLESS
