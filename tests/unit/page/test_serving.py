"""Which scripts serve an engine alone, and what makes the engine stay."""

from __future__ import annotations

import pytest

from mathfit.page import decode
from mathfit.page.find import FindOptions, examine
from mathfit.page.serving import Serving, serving
from tests.unit.pages import page

MATHJAX = '<script async src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>'
MATHJAX2 = '<script src="https://cdn.jsdelivr.net/npm/mathjax@2/MathJax.js?config=TeX-AMS_HTML">{}</script>'
KATEX = (
    '<script defer src="https://cdn.jsdelivr.net/npm/katex@0.16/dist/katex.min.js"></script>'
    '<script defer src="https://cdn.jsdelivr.net/npm/katex@0.16/dist/contrib/auto-render.min.js">'
    "</script>"
)


def _served(head: str, body: str = "<p>$$x$$</p>", files: dict[str, str] | None = None) -> Serving:
    source = decode.read(
        f"<!DOCTYPE html><html><head><title>t</title>{head}</head><body>{body}</body></html>"
    )
    load = (files or {}).get
    found = examine(source, FindOptions(inline=True), load)
    assert found is not None
    return serving(source, found[1], found[0], load)


@pytest.mark.parametrize(
    ("engine", "script"),
    [
        (MATHJAX, "window.MathJax = { tex: { macros: { R: '\\\\mathbb{R}' } } };"),
        (MATHJAX, "MathJax = { tex: {} }; // of the theme"),
        (
            "",
            "window.MathJax = {}; (function () { var s = document.createElement('script');"
            "s.src = 'https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'; s.async = true;"
            "document.head.appendChild(s); })();",
        ),
        (KATEX, "renderMathInElement(document.body)"),
        (
            KATEX,
            "document.addEventListener('DOMContentLoaded', function () {"
            "renderMathInElement(document.body, { macros: { '\\\\f': 'x(y)' } }); });",
        ),
        (KATEX, "window.onload = () => { renderMathInElement(document.body) }"),
        (MATHJAX2.format(""), "window.MathJax = { tex2jax: {} };"),
        (
            MATHJAX2.format("MathJax.Hub.Config({ TeX: { Macros: { R: 'x' } } });"),
            "addEventListener('load', () => MathJax.Hub.Queue(['Typeset', MathJax.Hub, 'main']))",
        ),
        (
            MATHJAX2.format(""),
            "MathJax.Hub.Configured(); MathJax.Ajax.loadComplete('https://a.example/local.js');",
        ),
    ],
)
def test_scripts_that_serve_the_engine_alone_may_sleep(engine: str, script: str) -> None:
    found = _served(engine + f"<script>{script}</script>")
    assert found.stays is None
    assert len(found.scripts) == engine.count("<script") + 1


MODULE = (
    '<script type="module">import renderMathInElement from '
    "'https://cdn.jsdelivr.net/npm/katex@0.16/dist/contrib/auto-render.mjs';{}</script>"
)


def test_a_module_that_only_starts_its_engine_may_sleep() -> None:
    found = _served(MODULE.format("renderMathInElement(document.body);"))
    assert (found.stays, found.scripts, len(found.modules)) == (None, (), 1)


@pytest.mark.parametrize(
    "code", ["import './own.js'; renderMathInElement(document.body);", "export default 1;", "go();"]
)
def test_a_module_that_does_more_keeps_its_engine(code: str) -> None:
    reason = _served(MODULE.format(code)).stays
    assert reason is not None
    assert "calls its engine" in reason


def _configured(code: str) -> Serving:
    """Return what is found of a page whose MathJax 2 is configured so."""
    return _served(f'<script type="text/x-mathjax-config">{code}</script>{MATHJAX2.format("")}')


@pytest.mark.parametrize(
    "code",
    [
        "MathJax.Hub.Config({ tex2jax: { inlineMath: [['$', '$']] }, 'HTML-CSS': { scale: 90 } });",
        "MathJax.Ajax.config.path['mhchem'] = 'https://cdn.jsdelivr.net/npm/mathjax-mhchem@3';",
        "MathJax.Hub.Queue(['Typeset', MathJax.Hub]);",
        "MathJax.Hub.Register.StartupHook('TeX Jax Ready', function () {"
        "MathJax.InputJax.TeX.Definitions.Add({ macros: { R: ['Macro', 'x'] } }); });",
    ],
)
def test_configurations_of_mathjax_2_have_nothing_to_do_without_it(code: str) -> None:
    found = _configured(code)
    assert (found.stays, len(found.scripts)) == (None, 1)


@pytest.mark.parametrize(
    "code",
    [
        # Octopress's, and others that look for the end of it.
        "MathJax.Hub.Queue(function () { var all = MathJax.Hub.getAllJax(), i;"
        "for (i = 0; i < all.length; i += 1) all[i].SourceElement().className += ' has-jax'; });",
        "MathJax.Hub.Register.StartupHook('End', function () { show(); });",
        "MathJax.Hub.Register.StartupHook('TeX Jax Ready', () => document.body.append('ready'));",
        "MathJax.Hub.Queue(['Typeset', MathJax.Hub, 'main', function () { show(); }]);",
        "MathJax.Hub.Config({ AuthorInit: function () { show(); } });",
        "show();",
    ],
)
def test_configurations_of_mathjax_2_that_do_more_keep_it(code: str) -> None:
    reason = _configured(code).stays
    assert reason is not None
    assert reason.startswith("the script in line 1 ")
    held = _served(MATHJAX2.format(code)).stays
    assert held == reason


def test_other_scripts_stay_awake() -> None:
    more = "<script src=own.js></script><script src=https://other.example/a.js></script>"
    found = _served(f"{MATHJAX}{more}<script>const a = 1; show(a)</script>")
    assert (found.stays, len(found.scripts)) == (None, 1)


def test_copying_tex_of_what_stands_in_the_page_goes_on() -> None:
    copying = "https://cdn.jsdelivr.net/npm/katex@0.16/dist/contrib/copy-tex.min.js"
    found = _served(f"{KATEX}<script defer src={copying}></script>")
    assert (found.stays, len(found.scripts)) == (None, 2)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (f"{MATHJAX}<script>later(() => MathJax.typeset())</script>", "line 1 calls its engine"),
        (f"{MATHJAX}<script>fix(document.querySelectorAll('mjx-container'))</script>", "works on"),
        (
            f"{MATHJAX}<script>MathJax = {{ startup: {{ pageReady: () => go() }} }}</script>",
            "run code of its own",
        ),
        (f"{MATHJAX}<script>MathJax = {{}}; go()</script>", "calls its engine"),
        (f"{MATHJAX}<script>MathJax = {{}}; site.theme = 1</script>", "calls its engine"),
        (
            f"{MATHJAX}<script>MathJax = {{}}; var n = 1</script><script>use(n)</script>",
            "declares n for other scripts",
        ),
        (f"{KATEX}<script>renderMathInElement(document.body); count()</script>", "calls its"),
        (f"{KATEX}<script>on('click', () => katex.render('x', y))</script>", "calls its engine"),
        (f"{KATEX}<script>fetch('a').then((a) => b.innerHTML = a)</script>", "content later"),
        (
            "<script type=module>import a from 'https://cdn.jsdelivr.net/npm/katex@0.16/dist/"
            "contrib/auto-render.mjs'; renderMathInElement(document.body)</script>",
            "",
        ),
        (f"{MATHJAX}{KATEX}", "more than one engine"),
        (f"{KATEX}<script src=turbo.js data-turbo-track=reload></script>", ""),
    ],
)
def test_an_engine_that_is_needed_stays(head: str, reason: str) -> None:
    found = _served(head)
    if reason:
        assert found.scripts == ()
        assert found.stays is not None
        assert reason in found.stays


def test_a_script_of_the_site_that_calls_the_engine_is_named_by_its_address() -> None:
    found = _served(
        f"{MATHJAX}<script src=theme.js></script>", files={"theme.js": "MathJax.typeset()"}
    )
    assert found.stays is not None
    assert found.stays.startswith("theme.js calls its engine")


def test_a_build_may_have_typeset_it_all() -> None:
    built = '<span class="katex-display"><span class="katex">x</span></span>'
    assert _served("", f"<p>{built}</p>").stays == "its build has typeset it already"


def test_an_event_handler_that_calls_the_engine_makes_it_stay() -> None:
    found = _served(MATHJAX, "<p>$$x$$</p><button onclick='MathJax.typeset()'>b</button>")
    assert found.stays == "an event handler in line 1 calls its engine"


def test_xhtml_keeps_its_engine() -> None:
    html = page("<p>$$x$$</p>").replace("<html>", '<html xmlns="http://www.w3.org/1999/xhtml">')
    source = decode.read(html)
    found = examine(source, FindOptions(inline=True))
    assert found is not None
    assert "XHTML" in (serving(source, found[1], found[0], None).stays or "")
