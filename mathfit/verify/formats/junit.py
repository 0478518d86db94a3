"""A run as JUnit XML, which CI systems show: a test per page and width, failed by a fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from mathfit.verify.judge.fault import Fault
    from mathfit.verify.results import Run, VerifiedPage

# Characters that XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(run: Run) -> str:
    """Return a run as a JUnit document."""
    root = ET.Element("testsuites", name="mathfit verify", time=f"{run.seconds:.3f}")
    tests = failures = 0
    for page in run.pages:
        suite = ET.SubElement(root, "testsuite", name=_clean(page.page))
        broken = _suite(suite, page, run.widths)
        count = len(suite)
        suite.attrib |= {
            "tests": str(count),
            "failures": str(broken),
            "errors": "0",
            "time": f"{page.seconds:.3f}",
        }
        tests += count
        failures += broken
    root.attrib |= {"tests": str(tests), "failures": str(failures), "errors": "0"}
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(suite: ET.Element, page: VerifiedPage, widths: tuple[int, ...]) -> int:
    broken = 0
    for width in widths:
        name = f"{page.page} at {width} px"
        case = ET.SubElement(suite, "testcase", classname=_clean(page.page), name=_clean(name))
        faults = [one for one in page.failures if _width(one, widths) == width]
        if not faults:
            continue
        broken += 1
        message = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}: {faults[0].kind}"
        failure = ET.SubElement(case, "failure", message=message, type=faults[0].kind)
        failure.text = _clean("\n".join(_line(fault) for fault in faults))
    return broken


def _width(fault: Fault, widths: tuple[int, ...]) -> int:
    """Return the width whose test a fault fails; one of no width of the run fails the first."""
    return fault.view.width if fault.view and fault.view.width in widths else widths[0]


def _line(fault: Fault) -> str:
    view = f"{fault.view.label}: " if fault.view else ""
    return f"{view}{fault.where}: {fault.kind}: {fault.detail}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
