"""Pages that a framework hydrates or a router runs: what is told from their HTML, and what is left.

The files in run_by/ are small pages as the tool of that name and version builds them: FORMULA
stands where it hydrates, STATIC where it does not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import turbohtml

import mathfit
from mathfit.errors import PageError
from mathfit.frameworks import FRAMEWORKS
from mathfit.page import decode, rewrite
from mathfit.page.apply import ApplyOptions, Bare, apply_page
from mathfit.page.find import FindOptions, Page, examine, examine_without_math
from mathfit.page.size import Size
from tests.unit.pages import page
from tests.unit.properties import hold

FILES = Path(__file__).parent / "run_by"
# Typeset by MathJax when the site was built: a wrapper is put around it where one may stand.
FORMULA = '<mjx-container class="MathJax" jax="SVG" display="true"><svg></svg></mjx-container>'


@dataclass(frozen=True)
class Case:
    """A page of a tool."""

    html: str
    hydrates: str | None = None
    """The framework that owns what FORMULA stands for."""
    router: str | None = None


def recorded(name: str) -> str:
    html = (FILES / f"{name}.html").read_text(encoding="utf-8")
    return html.replace("FORMULA", FORMULA).replace("STATIC", FORMULA)


def by_hand(body: str, head: str = "") -> str:
    return page(body.replace("FORMULA", FORMULA), "none", head)


def script(address: str) -> str:
    return f'<script src="{address}" defer></script>'


CASES = {
    "docusaurus": Case(recorded("docusaurus-3.10.2"), "Docusaurus", "Docusaurus"),
    "next": Case(recorded("next-15.5.29"), "Next.js", "Next.js"),
    "next-pages": Case(recorded("next-15.5.29-pages"), "Next.js", "Next.js"),
    "gatsby": Case(recorded("gatsby-5.16.1"), "Gatsby", "Gatsby"),
    "nuxt": Case(recorded("nuxt-3.21.11"), "Nuxt", "Nuxt"),
    "vitepress": Case(recorded("vitepress-1.6.4"), "VitePress", "VitePress"),
    "vitepress-chunk": Case(
        recorded("vitepress-1.6.4").replace("__VP_HASH_MAP__", "other"), "VitePress", "VitePress"
    ),
    "vitepress-no-generator": Case(
        recorded("vitepress-1.6.4").replace('name="generator"', 'name="other"'),
        "VitePress",
        "VitePress",
    ),
    "sveltekit": Case(recorded("sveltekit-2.70.4"), "SvelteKit", "SvelteKit"),
    "astro-router": Case(recorded("astro-5.18.2-router"), router="Astro"),
    "angular": Case(recorded("angular-19.2.25"), "Angular", "Angular"),
    "react-router": Case(recorded("react-router-7.18.4"), "React Router", "React Router"),
    "remix": Case(by_hand("FORMULA<script>window.__remixContext = {}</script>"), "Remix", "Remix"),
    "qwik": Case(recorded("qwik-1.20.1"), "Qwik", "Qwik"),
    "react-17": Case(by_hand('<div id="root"><p data-reactroot="">FORMULA</p></div>'), "React"),
    "react-suspense": Case(by_hand('<div id="root"><!--$-->FORMULA<!--/$--></div>'), "React"),
    "vue-2": Case(by_hand('<div data-server-rendered="true">FORMULA</div>'), "Vue"),
    "vue-saved": Case(by_hand('<div id="app" data-v-app="">FORMULA</div>'), "Vue"),
    "vue-3": Case(by_hand("<div><!--[-->FORMULA<!--]--></div>"), "Vue or Svelte"),
    "mkdocs-material": Case(recorded("mkdocs-material-9.8.1"), router="Material for MkDocs"),
    "quartz": Case(by_hand('<div id="quartz-root" class="page">FORMULA</div>'), router="Quartz"),
    "turbo": Case(
        by_hand("FORMULA", script("/npm/@hotwired/turbo@8.0.23/dist/turbo.es2017-umd.js")),
        router="Turbo",
    ),
    "turbo-import": Case(
        by_hand('FORMULA<script type="module">import * as T from "@hotwired/turbo"</script>'),
        router="Turbo",
    ),
    "turbo-meta": Case(
        by_hand("FORMULA", '<meta name="turbo-cache-control" content="no-cache">'), router="Turbo"
    ),
    "turbolinks": Case(by_hand("FORMULA", script("/js/turbolinks.js")), router="Turbolinks"),
    "swup": Case(by_hand('<main id="swup">FORMULA</main>'), router="swup"),
    "swup-script": Case(by_hand("FORMULA<script>const s = new Swup()</script>"), router="swup"),
    "pjax-next": Case(by_hand("FORMULA", script("/lib/pjax/pjax.min.js")), router="pjax"),
    "pjax-butterfly": Case(
        by_hand("FORMULA<script>window.pjax = new Pjax({elements: []})</script>"), router="pjax"
    ),
    "barba": Case(by_hand('<div data-barba="wrapper">FORMULA</div>'), router="Barba"),
    "htmx": Case(by_hand('<div hx-boost="true">FORMULA</div>'), router="htmx"),
    "by-hand": Case(
        by_hand(
            "FORMULA<script>new DOMParser().parseFromString(text, 'text/html');"
            "history.pushState(null, '', link.href)</script>"
        ),
        router="its own script",
    ),
    "htmx-data": Case(by_hand('<div data-hx-boost="true">FORMULA</div>'), router="htmx"),
    "htmx-4": Case(by_hand('<div hx-boost:inherited="true">FORMULA</div>'), router="htmx"),
}
PLAIN = {
    "nothing": by_hand("<main>FORMULA</main>"),
    "told in words": by_hand(
        "<p>self.__next_f, __VP_HASH_MAP__, __sveltekit_ and navigation.instant, pjax, swup, "
        "turbo, data-barba, hx-boost, DOMParser, data-reactroot, q:container</p>FORMULA"
    ),
    "material without its router": recorded("mkdocs-material-9.8.1").replace(
        '"navigation.instant"', '"navigation.tabs"'
    ),
    "an address set": by_hand("FORMULA<script>history.pushState(null, '', '#a')</script>"),
    "a page parsed": by_hand("FORMULA<script>new DOMParser()</script>"),
    "not boosted": by_hand('<div hx-boost="false">FORMULA</div>'),
}


def found(html: str) -> Page:
    examined = examine(decode.read(html), FindOptions())
    assert examined is not None
    return examined[0]


@pytest.mark.parametrize("name", CASES)
def test_what_runs_a_page_is_told_from_its_html(name: str) -> None:
    case = CASES[name]
    told = found(case.html)
    assert [equation.owner for equation in told.equations] == [case.hydrates]
    assert told.router == case.router


def test_each_row_of_the_table_has_a_case() -> None:
    told = {row for case in CASES.values() for row in found(case.html).frameworks}
    told |= set(found(recorded("astro-5.18.2")).frameworks)
    assert set(FRAMEWORKS) == told


@pytest.mark.parametrize("name", PLAIN)
def test_other_pages_are_nobodys(name: str) -> None:
    told = found(PLAIN[name])
    assert told.frameworks == ()
    assert [equation.owner for equation in told.equations] == [None]
    assert rewrite.OUTER in mathfit.apply_html(PLAIN[name])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.hydrates])
def test_no_element_goes_into_what_hydrates(name: str) -> None:
    html = CASES[name].html
    assert hold(html.encode()) == 1
    for sizes in (None, [Size(20, 2)]):
        for by_rule in (False, True):
            applied = apply_page(html, ApplyOptions(assets="", by_rule=by_rule), sizes=sizes).html
            assert f"<{rewrite.OUTER} " not in applied
            # Whatever was measured: the script fits what has no wrapper.
            tree = turbohtml.parse(applied)
            assert tree.select("head > script[data-mathfit]")
            assert not tree.select("body [data-mathfit]")
            assert mathfit.remove_html(applied) == html


def test_an_island_is_left_and_the_rest_of_the_page_is_wrapped() -> None:
    html = recorded("astro-5.18.2")
    assert [equation.owner for equation in found(html).equations] == [None, "Astro"]
    applied = mathfit.apply_html(html, assets_folder="")
    assert applied.count(f"<{rewrite.OUTER} ") == 1
    assert f"{FORMULA}{rewrite.CLOSE} <style>" in applied
    assert mathfit.remove_html(applied) == html
    assert hold(html.encode()) == 2


@pytest.mark.parametrize("name", ["astro-router", "quartz"])
def test_no_address_is_relative_where_a_router_swaps_the_head(name: str) -> None:
    html = CASES[name].html
    for sizes in (None, [Size(20, 2)]):
        applied = apply_page(html, ApplyOptions(assets="../"), sizes=sizes)
        assert applied.files == ()
        assert "../mathfit" not in applied.html
        assert "<style data-mathfit>" in applied.html
        assert mathfit.remove_html(applied.html) == html
        linked = apply_page(html, ApplyOptions(assets="/docs/"), sizes=sizes)
        assert 'href="/docs/mathfit.' in linked.html
        assert mathfit.remove_html(linked.html) == html


def test_an_inline_formula_in_an_island_is_left() -> None:
    inline = (
        '<span class="katex"><span class="katex-html"><span class="base">x</span></span></span>'
    )
    html = recorded("astro-5.18.2").replace('<section id="controls">', f"<section>{inline}")
    options = ApplyOptions(FindOptions(inline=True))
    tagged = apply_page(html, replace(options, tagged=True, guarded=False))
    assert tagged.page is not None
    assert [formula.owner for formula in tagged.page.inline] == ["Astro"]
    assert rewrite.MARK not in tagged.html.partition("</script>")[2].partition("<body>")[2]
    sizes = [Size(20, 2), Size(20, 2)]
    applied = apply_page(html, options, sizes=sizes, inline=[(0, Size(30, 1))]).html
    assert applied.count(f"<{rewrite.OUTER} ") == 1
    assert mathfit.remove_html(applied) == html


def test_a_page_that_a_router_runs_keeps_the_script_when_it_is_measured() -> None:
    html = recorded("mkdocs-material-9.8.1")
    for one, scripts in ((html, True), (PLAIN["material without its router"], False)):
        measured = apply_page(one, ApplyOptions(assets=""), sizes=[Size(20, 2)]).html
        assert f"<{rewrite.OUTER} " in measured
        assert bool(turbohtml.parse(measured).select("script[data-mathfit]")) == scripts


# --- pages without equations -------------------------------------------------------------------


def without_formula(name: str) -> str:
    return CASES[name].html.replace(FORMULA, "<p>no formula</p>")


@pytest.mark.parametrize("name", CASES)
def test_a_page_without_equations_gets_the_assets_where_a_router_runs_it(name: str) -> None:
    html = without_formula(name)
    assert mathfit.apply_html(html) == html
    applied = apply_page(html.encode(), ApplyOptions(bare=Bare.ROUTED, assets=""))
    assert applied.bare == bool(CASES[name].router)
    assert (applied.html != html.encode()) == applied.bare
    inside = "<base" in html or name in ("astro-router", "quartz")
    assert bool(applied.files) == (applied.bare and not inside)
    hold(html.encode(), ApplyOptions(bare=Bare.ROUTED))


@pytest.mark.parametrize("html", [page("<p>words</p>"), page("<p>words</p>", "none"), "<body>x"])
def test_every_whole_page_gets_the_assets_where_that_is_wanted(html: str) -> None:
    applied = mathfit.apply_html(html, every_page=True)
    assert "<style data-mathfit>" in applied
    assert mathfit.apply_html(applied, every_page=True) == applied
    assert mathfit.apply_html(applied) == html
    assert mathfit.remove_html(applied) == html


@pytest.mark.parametrize(
    "html",
    [
        "google-site-verification: google1234.html",
        "<p>a part of a page</p>",
        '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"></script><p>x',
        "<!doctype html><html ⚡><head></head><body></body></html>",
        "",
    ],
)
def test_what_is_no_page_of_its_own_stays_as_it_is(html: str) -> None:
    assert mathfit.apply_html(html, every_page=True) == html
    assert mathfit.apply_html(html.encode(), every_page=True) == html.encode()


def test_no_equation_and_no_head() -> None:
    examined = examine_without_math(decode.read("<!doctype html><title>t</title><p>x"))
    assert examined is not None
    applied = mathfit.apply_html("<!doctype html><title>t</title><p>x", every_page=True)
    assert applied.startswith("<!doctype html><title>t</title><style data-mathfit>")


def test_a_page_that_is_a_comment_without_an_end_is_left_and_named() -> None:
    with pytest.raises(PageError):
        mathfit.apply_html("<!doctype html><!-- words", every_page=True)
