"""The guard says no to every change that is not wrappers and assets."""

from __future__ import annotations

from typing import NoReturn

import bs4
import pytest
import turbohtml

from mathfit.page import decode, guard, rewrite

OPEN, CLOSE = rewrite.opening(), rewrite.CLOSE
ASSETS = (
    '<link rel="stylesheet" href="mathfit.01234567.css" data-mathfit>'
    "<script data-mathfit>a<b</script>"
)
PAGE = '<!DOCTYPE html><html><head></head><body><p class="a">a <b>b</b> $$x$$ c</p></body></html>'
INSERTIONS = [
    rewrite.Insertion(PAGE.index("</head>"), rewrite.Rank.ASSETS, ASSETS),
    *rewrite.wrap(PAGE.index("$$x"), PAGE.index(" c<"), OPEN),
]
GOOD = rewrite.insert(decode.read(PAGE), INSERTIONS)


def judge(
    original: str, changed: str, insertions: list[rewrite.Insertion] = INSERTIONS
) -> tuple[bool, bool]:
    tree = turbohtml.parse(original, source_locations=True, scripting=True)
    wrappers = sum(insertion.rank is rewrite.Rank.OPEN for insertion in insertions)
    spans = rewrite.spans(insertions)
    for_browsers = guard.same_for_browsers(original, changed, spans)  # as for large pages
    assert guard.same_for_browsers(tree, changed, spans) == for_browsers
    return (
        for_browsers,
        guard.same_for_others(
            decode.read(original), decode.read(changed), xml=False, added=guard.Added(wrappers)
        ),
    )


def judged(original: str, start: int, end: int) -> tuple[bool, bool]:
    insertions = [*rewrite.wrap(start, end, OPEN)]
    return judge(original, rewrite.insert(decode.read(original), insertions), insertions)


def test_yes() -> None:
    assert judge(PAGE, GOOD) == (True, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<b>b</b>", "<b>b</b><i></i>"),
        ("<b>b</b>", "<b>B</b>"),
        ("<b>b</b>", "<b id=x>b</b>"),
        ("a <b>", "a  <b>"),
        (' class="a"', ""),
        (CLOSE, f"{CLOSE}<!---->"),
        (CLOSE, ""),
        (CLOSE, f"</p>{CLOSE}"),
        (f"{OPEN}$$x$${CLOSE}", f"{OPEN}$$x$${CLOSE}{OPEN}{CLOSE}"),
        (f"{OPEN}$$x$${CLOSE}", "$$x$$"),
        ("$$x$$", "$$y$$"),
        ("<!DOCTYPE html>", ""),
    ],
)
def test_no(old: str, new: str) -> None:
    changed = GOOD.replace(old, new)
    assert changed != GOOD
    for_browsers, for_others = judge(PAGE, changed)
    assert not for_browsers or not for_others


def test_a_wrapper_that_ends_with_the_paragraph_is_seen() -> None:
    original = "<p>a<div class=math>x</div><p>b"
    assert judged(original, original.index("<div"), original.index("<p>b"))[0] is False


def test_xml_is_compared_as_xml() -> None:
    original = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>x<br/></p></body></html>'
    good = original.replace("x<br", f"{OPEN}x{CLOSE}<br")
    broken = original.replace("x<br", f"{OPEN}x{CLOSE}<br data-mathfit")
    before = decode.read(original)
    assert guard.same_for_others(before, decode.read(good), xml=True, added=guard.Added(1))
    assert not guard.same_for_others(before, decode.read(broken), xml=True, added=guard.Added(1))


def test_a_page_that_libxml2_reads_in_its_own_way_is_heard_again() -> None:
    # An HTML 4 parser ends the <a> at the second one, deep inside an element it does not know.
    original = "<a href=x><b><p>$$x$$ <a href=y>z</a></b>"
    assert judged(original, original.index("$$"), original.index(" <a")) == (True, True)


def test_marks_that_stood_in_the_original_stay() -> None:
    original = "<math-fit>by hand</math-fit><style data-mathfit media=print>a</style><p>$$x$$</p>"
    assert judged(original, original.index("$$"), original.index("</p>")) == (True, True)


def test_a_parser_that_refuses_a_page_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    # Which pages Python's parser refuses differs between its releases: newer ones take them all.
    def refuse(_page: str, _parser: str) -> NoReturn:
        raise bs4.ParserRejectedMarkup("unknown status keyword")

    assert guard._same_soup("$$x$$", "$$x$$", guard.Added(0)) is True
    monkeypatch.setattr(bs4, "BeautifulSoup", refuse)
    assert guard._same_soup("$$x$$", "$$x$$", guard.Added(0)) is False
