"""Configurations are read out of JavaScript as people write it, and never run."""

from __future__ import annotations

from typing import Any

import pytest

from mathfit.page.find import rules, script
from mathfit.page.find.tex import Delimiter, Scope


def read(*scripts: str) -> script.Configuration:
    configuration = script.Configuration()
    for text in scripts:
        script.read(text, configuration)
    return configuration


TEX = {"tex": {"inlineMath": [["$", "$"], ["\\(", "\\)"]]}}


@pytest.mark.parametrize(
    "text",
    [
        r"MathJax = {tex: {inlineMath: [['$', '$'], ['\\(', '\\)']]}}",
        r"window.MathJax = {tex: {inlineMath: [['$', '$'], ['\\(', '\\)'],],},};",
        r'var MathJax = {"tex": {"inlineMath": [["$", "$"], ["\\(", "\\)"]]}};',
        r"window['MathJax'] = {'tex': {inlineMath: [[`$`, `$`], ['\x5c(', '\u005c)']]}};",
        r"""const dollars = ['$', '$'], tex = {inlineMath: [dollars, ['\\' + '(', '\\)']]};
            globalThis.MathJax = {tex};""",
        r"MathJax = window.MathJax || {tex: {inlineMath: [['$', '$'], ['\\(', '\\)']]}};",
        r"MathJax = {}; MathJax.tex = {}; MathJax.tex.inlineMath = [['$', '$'], ['\\(', '\\)']];",
        r"MathJax = Object.assign({}, {tex: {inlineMath: [['$', '$'], ['\\(', '\\)']]}});",
        r"""(function () { // a comment with MathJax = {} in it
              window.MathJax = { tex: { /* why */ inlineMath: [['$', '$'], ['\\(', '\\)']] },
                startup: { ready() { MathJax.startup.defaultReady(); }, pageReady: () => 1 },
                loader: { load: ['[tex]/physics', ...more] } };
            })();""",
    ],
)
def test_the_mathjax_object(text: str) -> None:
    assert read(text).mathjax["tex"] == TEX["tex"]


def test_hub_config_merges_in_order() -> None:
    found = read(
        'MathJax.Hub.Config({ tex2jax: {inlineMath: [["$","$"]], processEscapes: !0} });',
        'MathJax.Hub.Config({ tex2jax: {ignoreClass: "no-math|code"}, TeX: {a: 1} });',
    )
    assert found.hub
    assert found.mathjax == {
        "tex2jax": {
            "inlineMath": [["$", "$"]],
            "processEscapes": True,
            "ignoreClass": "no-math|code",
        },
        "TeX": {"a": 1},
    }


@pytest.mark.parametrize(
    "call",
    [
        "renderMathInElement(document.body, OPTIONS)",
        "window.onload = () => renderMathInElement(document.body, OPTIONS);",
        (
            'document.addEventListener("DOMContentLoaded", function() {'
            " window.renderMathInElement(document.body, OPTIONS) })"
        ),
        "import renderMathInElement from 'x'; renderMathInElement(document.body, OPTIONS);",
        "const options = OPTIONS; renderMathInElement(document.body, options)",
    ],
)
def test_the_auto_render_call(call: str) -> None:
    options = '{delimiters: [{left: "$$", right: "$$", display: true}], throwOnError: false}'
    assert read(call.replace("OPTIONS", options)).auto_render == [
        (
            Scope("body", every=False),
            {
                "delimiters": [{"left": "$$", "right": "$$", "display": True}],
                "throwOnError": False,
            },
        )
    ]


@pytest.mark.parametrize(
    ("text", "selector", "every"),
    [
        ("renderMathInElement(document.getElementById('a b'))", '[id="a b"]', False),
        ("renderMathInElement(document.querySelector('main > p'), {})", "main > p", False),
        ("const e = document.querySelector(`.x`); renderMathInElement(e)", ".x", False),
        (
            "for (const e of document.querySelectorAll('.x')) { renderMathInElement(e, {}) }",
            ".x",
            True,
        ),
        ("document.querySelectorAll('.x').forEach(e => renderMathInElement(e, {}))", ".x", True),
        (
            "[].forEach.call(document.getElementsByTagName('p'), function (e) {"
            " renderMathInElement(e) })",
            "p",
            True,
        ),
        (
            "Array.from(document.getElementsByClassName('x y')).map((e, i) => {"
            " renderMathInElement(e) })",
            '[class~="x"][class~="y"]',
            True,
        ),
        ("[...document.querySelectorAll('p')].forEach(e => renderMathInElement(e))", "p", True),
        ("$('.x').each(function () { renderMathInElement(this, {}) })", ".x", True),
        ("jQuery('.x').each((i, e) => renderMathInElement(e))", ".x", True),
        ("renderMathInElement($('.x')[0])", ".x", False),
        ("renderMathInElement(document.body)", "body", False),
    ],
)
def test_the_element_of_an_auto_render_call(text: str, selector: str, every: bool) -> None:
    assert read(text).auto_render == [(Scope(selector, every), {})]


@pytest.mark.parametrize(
    "text",
    [
        "function f(e) { renderMathInElement(e) }",
        "renderMathInElement(find('x'))",
        "renderMathInElement(document.querySelector('a' + b))",
        "renderMathInElement()",
    ],
)
def test_an_element_that_cannot_be_known_is_the_page(text: str) -> None:
    assert read(text).auto_render == [(None, {})]


@pytest.mark.parametrize(
    "text",
    [
        "MathJax = {tex: {inlineMath: f()}}",
        "MathJax = {tex: {inlineMath: [['$', end]]}}",
        "MathJax = {tex: {inlineMath: [...pairs]}}",
        "if (MathJax == null) {}",
        "MathJax = {tex: {inlineMath: [['$',",
        "MathJax = " + "[" * 5000,
        "MathJax = {a: " + "[" * 5000 + "]" * 5000 + "}",
        "\0MathJax = {",
        "MathJax = {'\\u{ffffff}': 1, '\\ud800': 2, '\\u': 3, ['a' + b]: 4}",
    ],
)
def test_what_is_not_known_is_left_out(text: str) -> None:
    assert "inlineMath" not in read(text).mathjax.get("tex", {})


@pytest.mark.parametrize("text", ["x" * 300_000 + "MathJax = {tex: {a: 1}}", "let a = 1"])
def test_a_bundle_or_another_script_is_not_parsed(text: str) -> None:
    assert read(text).mathjax == {}


@pytest.mark.parametrize(
    ("config", "skipped", "ignore"),
    [
        ({"skipHtmlTags": ["pre"]}, {"pre"}, "mathjax_ignore"),
        ({"skipHtmlTags": {"[-]": ["pre", "code"]}}, None, "mathjax_ignore"),
        ({"ignoreHtmlClass": ["a", "b"]}, None, "a|b"),
        ({"ignoreHtmlClass": ".*|", "processHtmlClass": "arithmatex"}, None, ".*|"),
    ],
)
def test_options_of_mathjax_3(
    config: dict[str, Any], skipped: set[str] | None, ignore: str
) -> None:
    given = rules.mathjax(rules.MATHJAX3, {"options": config})
    expected = skipped or rules.MATHJAX3.skip_tags - set(
        config.get("skipHtmlTags", {}).get("[-]", [])
    )
    assert given.skip_tags == expected
    assert given.ignore == ignore


def test_delimiters_may_be_added_to_the_defaults() -> None:
    given = rules.mathjax(rules.MATHJAX4, {"tex": {"inlineMath": {"[+]": [["$", "$"]]}}})
    assert Delimiter("$", "$", display=False) in given.delimiters
    assert Delimiter("\\(", "\\)", display=False) in given.delimiters


@pytest.mark.parametrize("value", [1, "x", None, [1], [["$"]], [["", ""]], {"[+]": 3}, [[1, 2]]])
def test_a_senseless_value_does_no_harm(value: Any) -> None:
    config = {
        "tex": {"inlineMath": value, "displayMath": value, "processEscapes": value},
        "options": {"skipHtmlTags": value, "ignoreHtmlClass": value},
        "tex2jax": {"inlineMath": value, "skipTags": value, "ignoreClass": value},
    }
    rules.mathjax(rules.MATHJAX3, config)
    rules.mathjax(rules.MATHJAX2, config)
    rules.auto_render(
        rules.KATEX, None, {"delimiters": value, "ignoredTags": value, "ignoredClasses": value}
    )
    rules.mathjax(rules.MATHJAX2, {"elements": value})
    rules.mathjax(rules.MATHJAX3, {"startup": {"elements": value}})
