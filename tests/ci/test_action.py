"""action.yml: its steps run in bash, as GitHub's runner does, with the files that GitHub reads."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.site import ROOT, environment, write_site

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")


@dataclass
class Job:
    """A job of one step, which uses the action."""

    folder: Path
    inputs: dict[str, str]
    outputs: dict[str, str] = field(default_factory=dict)
    uploaded: list[str] = field(default_factory=list)
    told: str = ""
    failed: str = ""

    def run(self) -> None:
        """Take the steps until one fails."""
        for step in ACTION["runs"]["steps"]:
            if not self.wanted(step.get("if", "")):
                continue
            if "uses" in step:
                self.uploaded.append(self._filled(step["with"]["path"]))
            elif not self._bash(step):
                self.failed = step["name"]
                return

    @property
    def summary(self) -> str:
        """What the job's page shows."""
        return (self.folder / "step_summary").read_text(encoding="utf-8")

    def _bash(self, step: dict[str, Any]) -> bool:
        assert step["shell"] == "bash"
        variables = environment(self.folder)
        for name in ("output", "path", "step_summary"):
            (self.folder / name).touch()
            variables[f"GITHUB_{name.upper()}"] = str(self.folder / name)
        variables |= {"RUNNER_TEMP": str(self.folder / "temp"), "GITHUB_ACTION_PATH": str(ROOT)}
        variables |= {"GITHUB_ACTIONS": "true"}
        variables |= {name: self._filled(value) for name, value in step.get("env", {}).items()}
        added = (self.folder / "path").read_text(encoding="utf-8").split()
        variables["PATH"] = ":".join([*added, variables["PATH"]])
        (self.folder / "temp").mkdir(exist_ok=True)
        done = subprocess.run(
            # As the runner calls it for `shell: bash`.
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self._filled(step["run"])],
            cwd=self.folder,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.told += done.stdout
        lines = (self.folder / "output").read_text(encoding="utf-8").splitlines()
        self.outputs |= dict(line.split("=", 1) for line in lines)
        return done.returncode == 0

    def _filled(self, text: str) -> str:
        return EXPRESSION.sub(lambda found: self._value(found[1]), text)

    def _value(self, name: str) -> str:
        head, _, last = name.rpartition(".")
        return self.inputs[last] if head == "inputs" else self.outputs.get(last, "")

    def wanted(self, condition: str) -> bool:
        """Tell whether a step with such an `if` is taken."""
        for part in filter(None, condition.split(" && ")):
            name, operator, value = part.split(" ")
            if (self._value(name) == value.strip("'")) is not (operator == "=="):
                return False
        return True


def job(folder: Path, **inputs: str) -> Job:
    """Run the action on a small site, with its defaults but for the inputs given."""
    write_site(folder / "public")
    defaults = {name: one.get("default", "") for name, one in ACTION["inputs"].items()}
    names = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert set(names) <= set(defaults)
    done = Job(folder, defaults | {"site": "public", "install": "false"} | names)
    done.run()
    return done


@pytest.mark.browser
def test_a_site_is_fitted_and_proved(tmp_path: Path) -> None:
    done = job(tmp_path)
    assert done.failed == "", done.told
    assert done.outputs["faults"] == "0"
    assert "2 equations in 2 pages of 2 pages; 2 pages changed in public" in done.told
    assert done.uploaded == [done.outputs["report"]]
    report = Path(done.outputs["report"])
    assert (report / "index.html").is_file()
    assert "ok: 2 equations on 2 pages fit" in done.summary


@pytest.mark.browser
def test_a_site_that_never_saw_mathfit(tmp_path: Path) -> None:
    url = "https://reports.example/1"
    done = job(tmp_path, apply="false", widths="320", report_url=url)
    assert done.failed == "Fail on a fault"
    assert done.outputs["faults"] != "0"
    # With the other choice the same job goes on.
    done.inputs["fail"] = "false"
    assert not done.wanted(ACTION["runs"]["steps"][-1]["if"])
    # The report is kept before the job fails.
    assert done.uploaded == [done.outputs["report"]]
    assert "| fault | wide.html<br>equation 1 | **leaves-block**" in done.summary
    shown = re.findall(rf'<img alt="[^"]+" src="{url}/([^"]+)"', done.summary)
    assert len(shown) == 1
    assert (Path(done.outputs["report"]) / shown[0]).is_file()
    assert "math-fit" not in (tmp_path / "public" / "wide.html").read_text(encoding="utf-8")


def test_what_cannot_be_done_fails_the_job(tmp_path: Path) -> None:
    done = job(tmp_path, site="nowhere")
    assert done.failed == "Make the equations fit"
    assert "no such file or folder: nowhere" in done.told


def test_every_input_and_output_is_described() -> None:
    for one in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert one["description"].endswith(".")


def test_the_example_names_inputs_that_exist() -> None:
    file = ROOT / "examples" / "pipelines" / "github-actions.yml"
    steps = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]["build"]["steps"]
    (step,) = [one for one in steps if "/mathfit@" in one.get("uses", "")]
    assert set(step["with"]) <= set(ACTION["inputs"])


def test_it_installs_itself(tmp_path: Path) -> None:
    done = job(tmp_path, install="true", verify="false")
    assert done.failed == "", done.told
    assert "2 pages changed in public" in done.told
    added = Path((tmp_path / "path").read_text(encoding="utf-8").strip())
    # The generator's own Python and packages stay the ones that the job has.
    assert [file.name for file in added.iterdir()] == ["mathfit"]
    assert (added / "mathfit").readlink() == tmp_path / "temp" / "mathfit" / "bin" / "mathfit"
