"""A run told as table, JSON, JUnit and annotations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from mathfit.verify.formats import as_json, github, junit, markdown, table
from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import View
from mathfit.verify.results import Picture, Run, VerifiedPage

FAULT = Fault(
    "文章/a.html", "leaves-block", "20 px beyond", View(375), 2, None, r"x < y & z", (0, 1, 2, 3)
)
WARNING = Fault("文章/a.html", "scrolls-inside", "by 9 px", View(375, "turned", 768), 3)
PICTURE = Picture(View(375), PurePosixPath("pictures/a.html/375.webp"), 375, 2000)
BAD = VerifiedPage("文章/a.html", "KaTeX", 3, 1, 4, 1.5, (FAULT, WARNING), (PICTURE,), ("a note",))
GOOD = VerifiedPage("b.html", "MathJax 3.2.2", 2, 0, 4, 0.5)
RUN = Run("site", (375, 768), (BAD, GOOD), "chromium 1 (this machine)", "0.1.0", 2.0, skipped=1)


def parse(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own text


def test_json_has_what_the_contract_names() -> None:
    data = json.loads(as_json.render(RUN))
    assert (data["ok"], data["pages"], data["equations"]) == (False, 2, 5)
    first = data["faults"][0]
    wanted = ("page", "width", "equation", "kind", "detail")
    assert [first[key] for key in wanted] == ["文章/a.html", 375, 2, "leaves-block", "20 px beyond"]
    assert len(data["faults"]) == len(data["warnings"]) == 1


def test_json_reads_back_as_it_was() -> None:
    assert as_json.from_data(json.loads(as_json.render(RUN))) == RUN


@pytest.mark.parametrize("broken", [{}, {"schema": 99}, {"schema": 1}, {"schema": 1, "faults": []}])
def test_other_json_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"schema|incomplete"):
        as_json.from_data(broken)


def test_a_run_of_warnings_is_ok() -> None:
    run = replace(RUN, pages=(replace(BAD, faults=(WARNING,)), GOOD))
    assert run.ok
    assert table.render(run).splitlines()[-1].startswith("ok: 5 equations on 2 pages fit")


def test_junit_fails_the_width_of_the_fault_alone() -> None:
    root = parse(junit.render(RUN))
    cases = {case.get("name"): case.find("failure") for case in root.iter("testcase")}
    assert {name: failure is not None for name, failure in cases.items()} == {
        "文章/a.html at 375 px": True,
        "文章/a.html at 768 px": False,
        "b.html at 375 px": False,
        "b.html at 768 px": False,
    }
    assert (root.get("tests"), root.get("failures")) == ("4", "1")


def test_junit_holds_no_character_that_xml_forbids() -> None:
    run = replace(RUN, pages=(replace(BAD, faults=(replace(FAULT, detail="a\x00\x1b\ud800b"),)),))
    assert parse(junit.render(run)) is not None


def test_a_fault_of_the_whole_page_fails_a_test_too() -> None:
    lost = Fault("b.html", "unfinished", "the browser ended")
    root = parse(junit.render(replace(RUN, pages=(replace(GOOD, faults=(lost,)),))))
    assert root.get("failures") == "1"


def test_the_table_puts_the_views_of_one_fault_on_one_line() -> None:
    again = replace(FAULT, view=View(375, "turned", 768))
    text = table.render(replace(RUN, pages=(replace(BAD, faults=(FAULT, again)),)))
    assert text.count("leaves-block") == 1
    assert "375 px; 375 px, turned from 768" in text
    assert text.splitlines()[-1].startswith("2 faults on 1 of 1 page")


def test_the_tables_columns_stand_under_each_other() -> None:
    rows = table.render(RUN).splitlines()[:3]
    ends = {table._columns(row) for row in rows}
    assert len(ends) == 1


def test_github_escapes_what_it_would_read_as_its_own() -> None:
    odd = replace(FAULT, detail="50% of\nit", page="a,b:c.html")
    text = github.render(replace(RUN, pages=(replace(BAD, page="a,b:c.html", faults=(odd,)),)))
    assert "file=site/a%2Cb%3Ac.html" in text
    assert "50%25 of%0Ait" in text
    assert text.startswith("::error ")


def test_the_summary_of_a_job_shows_faults_and_pictures() -> None:
    text = markdown.render(RUN, "https://reports.example/1/")
    assert text.startswith("## ❌ mathfit verify: 1 fault on 1 of 2 pages")
    assert "| 文章/a.html | 3 | 1 fault | ok |" in text
    assert "[The report](https://reports.example/1/index.html)" in text
    assert 'src="https://reports.example/1/pictures/a.html/375.webp"' in text


def test_the_summary_of_a_job_has_no_picture_that_nobody_could_load() -> None:
    assert "<img" not in markdown.render(RUN)


def with_text(text: str) -> Run:
    wild = replace(FAULT, page=f"x{text}y", detail=text, tex=text)
    return replace(RUN, pages=(replace(BAD, page=f"x{text}y", faults=(wild,)),))


@pytest.mark.parametrize("text", ["<b>", "`a`", "**a**", "$a$", "[a](b)", "@a", "a_b_", "&lt;"])
def test_the_summary_of_a_job_takes_nothing_for_markup(text: str) -> None:
    assert text not in markdown.render(with_text(text))


@pytest.mark.parametrize("text", ["|", "\n", "\r\n"])
def test_the_tables_of_a_summary_keep_their_cells(text: str) -> None:
    rows = [line.count("|") for line in markdown.render(with_text(text)).splitlines()]
    assert rows == [line.count("|") for line in markdown.render(with_text("")).splitlines()]
