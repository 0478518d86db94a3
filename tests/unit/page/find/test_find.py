"""Which equations a page has: each form from the tool that writes it, and nothing that is none."""

from __future__ import annotations

import pytest

from mathfit.page import decode
from mathfit.page.apply import ApplyOptions
from mathfit.page.find import FindOptions, Page, examine
from tests.unit.pages import AUTO_RENDER, ENGINES, KATEX_ONLY, MATHJAX2, MATHJAX3, page
from tests.unit.properties import hold


def find(html: str, **options: object) -> tuple[Page | None, list[str]]:
    source = decode.read(html)
    examined = examine(source, FindOptions(**options))  # type: ignore[arg-type]
    if examined is None:
        return None, []
    found = examined[0]
    return found, [source.shown(equation.start, equation.end) for equation in found.equations]


def equations(body: str, engine: str = "mathjax3", head: str = "") -> list[str]:
    return find(page(body, engine, head))[1]


TEX_ENGINES = [name for name in ENGINES if name != "none"]


@pytest.mark.parametrize("engine", TEX_ENGINES)
@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>a $$x$$ b</p>", ["$$x$$"]),
        ("<p>a\n\\[x\n y\\]\nb</p>", ["\\[x\n y\\]"]),
        (
            "<p>字\\begin{equation}x\\label{a}\\end{equation}字</p>",
            ["\\begin{equation}x\\label{a}\\end{equation}"],
        ),
        ("<p>$$a &lt; b &amp; c$$ &amp; $$d$$</p>", ["$$a &lt; b &amp; c$$", "$$d$$"]),
        ("<p>$$a < b$$, $$c&d &notin; &#x3b1;$$</p>", ["$$a < b$$", "$$c&d &notin; &#x3b1;$$"]),
        ("<p>&#36;$x$&dollar;</p>", ["&#36;$x$&dollar;"]),
        ("<p>a</b> $$x</i> y$$</p>", ["$$x</i> y$$"]),
        ("<P CLASS=a>$$x$$<BR>y</P>", ["$$x$$"]),
        ("<ul><li>$$x$$<li>$$y$$</ul>", ["$$x$$", "$$y$$"]),
        ("<table><tr><td>$$x$$<td>a $$y$$</table>", ["$$x$$", "$$y$$"]),
        ("<p>a <a href=b>$$x$$</a> <b>$$y$$</b></p>", ["$$x$$", "$$y$$"]),
        ("<h2>$$x$$</h2><details><summary>$$y$$</summary></details>", ["$$x$$", "$$y$$"]),
        ("<p><img src=a>$$x$$<p>b<svg><path d=a /></svg>$$y$$", ["$$x$$", "$$y$$"]),
        ("text $$x$$", ["$$x$$"]),
        ("<table>$$x$$<tr><td>$$y$$</table>", ["$$x$$", "$$y$$"]),
        ("<p>$$x<sub>2</sub>$$</p>", []),
        ("<p>$$x$</p><p>$y$$</p>", []),
        ("<pre>$$x$$</pre><code>$$x$$</code><textarea>$$x$$</textarea>", []),
        ("<script>a = '$$x$$'</script><style>/* $$x$$ */</style>", []),
        ('<script type="application/ld+json">{"text": "$$x$$"}</script>', []),
        ('<template><p>$$x$$</p></template><noscript>$$x$$</noscript><p title="$$x$$">a</p>', []),
        ("<!-- $$x$$ --><iframe srcdoc='$$x$$'>$$x$$</iframe><xmp>$$x$$</xmp>", []),
        ("<svg><text>$$x$$</text><title>$$y$$</title></svg>", []),
        ("<select><option>$$x$$</option></select>", []),
    ],
)
def test_tex_in_text(engine: str, body: str, found: list[str]) -> None:
    assert equations(body, engine) == found


@pytest.mark.parametrize("engine", ["mathjax2", "mathjax3", "mathjax4"])
@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>$$a<br>b$$</p>", ["$$a<br>b$$"]),
        ("<p>$$a<br />\nb<wbr>c<!-- $$ -->$$</p>", ["$$a<br />\nb<wbr>c<!-- $$ -->$$"]),
        ("<p>a<!-- x -->b<br>\\[c\\]<br>d</p>", ["\\[c\\]"]),
    ],
)
def test_mathjax_reads_across_breaks_and_comments(engine: str, body: str, found: list[str]) -> None:
    assert equations(body, engine) == found


def test_katex_does_not() -> None:
    assert equations("<p>$$a<br>b$$ <!-- $$ --> c</p><p>$$x$$<br>$$y$$</p>", "katex") == [
        "$$x$$",
        "$$y$$",
    ]


@pytest.mark.parametrize(
    ("engine", "body", "found"),
    [
        ("mathjax2", "<p class=tex2jax_ignore>$$x$$ <b class=tex2jax_process>$$y$$</b>", ["$$y$$"]),
        ("mathjax2", "<pre class='a tex2jax_process'>$$x$$</pre>", ["$$x$$"]),
        ("mathjax2", "<p class=mathjax_ignore>$$x$$</p>", ["$$x$$"]),
        ("mathjax2", "<span class=MathJax_Preview>$$x$$</span>", []),
        ("mathjax3", "<p class=mathjax_ignore>$$x$$ <b class=mathjax_process>$$y$$</b>", ["$$y$$"]),
        ("mathjax3", "<p class=tex2jax_ignore>$$x$$</p>", ["$$x$$"]),
        ("mathjax3", "<p class='mathjax_ignored'>$$x$$</p>", ["$$x$$"]),
        ("mathjax4", "<p class=mathjax_ignore>$$x$$</p>", []),
        ("katex", "<p class=mathjax_ignore>$$x$$</p>", ["$$x$$"]),
    ],
)
def test_classes_as_each_engine_takes_them(engine: str, body: str, found: list[str]) -> None:
    assert equations(body, engine) == found


@pytest.mark.parametrize(
    ("form", "body", "found"),
    [
        (
            "script",
            '<p>a</p><script type="math/tex; mode=display">x</script>'
            '<script type="math/tex">y</script>',
            ['<script type="math/tex; mode=display">x</script>'],
        ),
        (
            "script",
            '<p><span class="MathJax_Preview">x</span>'
            '<script type="math/tex; mode=display" id="a">x</script></p>',
            [
                '<span class="MathJax_Preview">x</span>'
                '<script type="math/tex; mode=display" id="a">x</script>'
            ],
        ),
        (
            "mathjax2",
            '<span class="MathJax_Preview"></span><div class="MathJax_Display"><span>x</span></div>'
            '<script type="math/tex; mode=display">x</script>',
            [
                '<span class="MathJax_Preview"></span><div class="MathJax_Display"><span>x</span>'
                '</div><script type="math/tex; mode=display">x</script>'
            ],
        ),
        (
            "arithmatex",
            '<div class="arithmatex">\\[x\\]</div><p><span class="arithmatex">\\(y\\)</span></p>',
            ["\\[x\\]"],
        ),
        (
            "arithmatex",
            '<div class="arithmatex"><div class="MathJax_Preview">x</div>'
            '<script type="math/tex; mode=display">x</script></div>',
            [
                '<div class="arithmatex"><div class="MathJax_Preview">x</div>'
                '<script type="math/tex; mode=display">x</script></div>'
            ],
        ),
        (
            "pandoc",
            '<p>a <span class="math display">\\[x\\]</span> <span class="math inline">y</span></p>',
            ['<span class="math display">\\[x\\]</span>'],
        ),
        (
            "pandoc",
            '<p><span class="math display">\\frac{a}{b}</span></p>',
            ['<span class="math display">\\frac{a}{b}</span>'],
        ),
        (
            "sphinx",
            '<div class="math notranslate nohighlight" id="e">\n<span class="eqno">(1)<a href="#e">'
            "#</a></span>\\[x\\]</div>",
            ["\\[x\\]"],
        ),
        (
            "remark",
            '<div class="math math-display">x</div>',
            ['<div class="math math-display">x</div>'],
        ),
        ("katex-block", '<p class="katex-block">x</p>', ['<p class="katex-block">x</p>']),
        ("kdmath", '<div class="kdmath">$$\nx\n$$</div>', ["$$\nx\n$$"]),
    ],
)
def test_forms_to_be_typeset(form: str, body: str, found: list[str]) -> None:
    for engine in TEX_ENGINES:
        result, sources = find(page(body, engine))
        assert sources == found
        assert result is not None
        assert [equation.form for equation in result.equations] == [form]
    assert equations(body, "none") == ([] if form != "mathjax2" else found[:1])


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("katex", '<span class="katex-display"><span class="katex"><math>x</math></span></span>'),
        ("katex", '<span class="katex-display fleqn"><span class="katex">x</span></span>'),
        (
            "mathjax",
            '<mjx-container class="MathJax" jax="SVG" display="true"><svg></svg></mjx-container>',
        ),
        ("mathjax", '<mjx-container display="true"><mjx-math></mjx-math></mjx-container>'),
        ("mathjax2", '<span class="mjx-chtml MJXc-display"><span class="mjx-math">x</span></span>'),
        ("mathml", '<math display="block"><mi>x</mi></math>'),
        (
            "mathml",
            '<math xmlns="http://www.w3.org/1998/Math/MathML" display="BLOCK"><mi>x</mi></math>',
        ),
        (
            "latexml",
            '<table class="ltx_equation ltx_eqn_table"><tr><td><math display="block"></math></td>'
            '<td><span class="ltx_tag">(1)</span></td></tr></table>',
        ),
    ],
)
def test_forms_typeset_at_build_time(form: str, body: str) -> None:
    for engine in ("none", "mathjax3", "katex"):
        result, sources = find(page(f"<div>a {body} b</div>", engine))
        assert sources == [body]
        assert result is not None
        assert [equation.form for equation in result.equations] == [form]


@pytest.mark.parametrize(
    "body",
    [
        "<p>echo $$ and $$</p>",
        '<span class="katex"><span class="katex-mathml"><math><mi>x</mi></math></span></span>',
        '<mjx-container class="MathJax" jax="CHTML"></mjx-container>',
        "<math><mi>x</mi></math>",
        '<span class="mwe-math-element"><span class="mwe-math-mathml-display" style="display:none">'
        '<math display="block"></math></span><img class="mwe-math-fallback-image-display"></span>',
        '<img class="tex" alt="$$x$$" src="a.svg">',
        '<template><math display="block"></math></template>',
        '<noscript><span class="katex-display">x</span></noscript>',
        '<pre>&lt;span class="katex-display"></pre>',
        '<svg><mjx-container display="true"></mjx-container><math display="block"></math></svg>',
        '<!-- <span class="katex-display"></span> -->',
        '<div class="math"><p>A course.</p></div>',
        '<div class="arithmatex">\\[x\\]</div>',
    ],
)
def test_pages_without_an_engine_or_typeset_display_math(body: str) -> None:
    assert equations(body, "none") == []


def test_a_class_alone_makes_no_equation() -> None:
    body = '<div class="math"><h2>Mathematics</h2><p>$$x$$</p></div><div class="math">text</div>'
    assert equations(body) == ["$$x$$"]


def test_the_formula_in_a_container_is_kept_rather_than_the_container() -> None:
    inner = '<span class="katex-display"><span class="katex">x</span></span>'
    assert equations(f'<p class="katex-block">{inner}</p>', "katex") == [inner]
    assert equations(f'<div class="math math-display">{inner}</div>', "katex") == [inner]


def test_a_script_that_stands_in_the_head_shows_nothing() -> None:
    script = '<script type="math/tex; mode=display">x</script>'
    html = f"{MATHJAX2}</script>{script}<p>{script}</p>"  # no tag begins the body before the <p>
    assert find(html)[1] == [script]
    assert find(html, only="p")[1] == [script]


def test_a_wrapped_equation_is_not_found_again() -> None:
    body = "<p><math-fit>$$x$$</math-fit> $$y$$</p><math-fit><math display=block></math></math-fit>"
    assert equations(body) == ["$$y$$"]


@pytest.mark.parametrize(
    ("script", "body", "found"),
    [
        (
            "MathJax={tex:{displayMath:[['[math]','[/math]']]}}",
            "[math]x[/math] $$y$$",
            ["[math]x[/math]"],
        ),
        ("MathJax={tex:{inlineMath:[['$','$']]}}", "<p>a $x$ $$y$$", ["$$y$$"]),
        ("MathJax={tex:{processEnvironments:false}}", "<p>\\begin{a}x\\end{a} $$y$$", ["$$y$$"]),
        ("MathJax={options:{skipHtmlTags:{'[-]':['pre']}}}", "<pre>$$y$$</pre>", ["$$y$$"]),
        ("MathJax={options:{skipHtmlTags:['p']}}", "<p>$$x$$</p><div>$$y$$</div>", ["$$y$$"]),
        ("MathJax={options:{ignoreHtmlClass:'x|y'}}", "<p class='a y'>$$x$$</p>$$y$$", ["$$y$$"]),
        (
            "MathJax={options:{ignoreHtmlClass:'.*|',processHtmlClass:'arithmatex'}}",
            "<p>$$x$$</p><div class=arithmatex>\\[y\\]</div><div>$$z$$</div>",
            ["<div class=arithmatex>\\[y\\]</div>"],
        ),
    ],
)
def test_the_pages_own_configuration_of_mathjax_3(script: str, body: str, found: list[str]) -> None:
    assert equations(body, head=f"<script>{script}</script>") == found


def test_the_pages_own_configuration_of_mathjax_2() -> None:
    config = (
        '<script type="text/x-mathjax-config">MathJax.Hub.Config({tex2jax: {inlineMath: '
        "[['$','$']], displayMath: [['$$','$$']], ignoreClass: 'plain'}});</script>"
    )
    body = "<p>$x$ $$y$$ \\[z\\]</p><p class=plain>$$w$$</p>"
    assert equations(body, "mathjax2", config) == ["$$y$$"]


def test_the_pages_own_auto_render_call() -> None:
    head = AUTO_RENDER.partition(" onload")[0] + (
        "></script><script>document.addEventListener('DOMContentLoaded', () => renderMathInElement("
        "document.body, {delimiters: [{left: '[[', right: ']]', display: true}, {left: '$$', "
        "right: '$$', display: false}], ignoredClasses: ['plain'], ignoredTags: ['h1']}))</script>"
    )
    body = "<p>[[x]] $$y$$</p><p class='a plain'>[[z]]</p><h1>[[w]]</h1><pre>[[v]]</pre>"
    assert equations(body, "none", head) == ["[[x]]", "[[v]]"]


OWN = "{delimiters: [{left: '[[', right: ']]', display: true}]}"


@pytest.mark.parametrize(
    "script",
    [
        # One call for one part of the page, another with other delimiters for another.
        "renderMathInElement(document.getElementById('a'));"
        f"document.querySelectorAll('.b').forEach(e => renderMathInElement(e, {OWN}))",
        # The same in two scripts.
        "renderMathInElement(document.querySelector('#a'))</script><script>"
        f"for (const e of document.querySelectorAll('.b')) renderMathInElement(e, {OWN})",
    ],
)
def test_each_auto_render_call_reads_its_own_elements(script: str) -> None:
    head = f"{KATEX_ONLY}</script><script>{script}</script>"
    body = (
        "<main id=a>$$x$$ [[y]] <p>\\[z\\]</p></main><p>$$out$$ [[out]]</p>"
        "<p class=b>[[v]] $$w$$ <i class=b>[[u]]</i></p><p class='c b'>[[t]]</p>"
    )
    found, sources = find(page(body, "none", head))
    assert sources == ["$$x$$", "\\[z\\]", "[[v]]", "[[u]]", "[[t]]"]
    assert found is not None
    assert [engine.name for engine in found.engines] == ["katex"]


def test_a_call_for_an_element_that_is_not_there_finds_nothing() -> None:
    head = f"{KATEX_ONLY}</script><script>renderMathInElement(document.getElementById('a'))"
    assert equations("<p>$$x$$</p>", "none", f"{head}</script>") == []


def test_the_element_itself_is_read_whatever_it_is() -> None:
    head = f"{KATEX_ONLY}</script><script>renderMathInElement(document.querySelector('pre'))"
    assert equations("<pre>$$x$$ <code>$$y$$</code></pre>", "none", f"{head}</script>") == ["$$x$$"]


@pytest.mark.parametrize("tag", ["script src=auto-render.min.js", "body"])
def test_the_auto_render_call_in_an_attribute(tag: str) -> None:
    handler = f'onload="renderMathInElement(document.body, {OWN})"'
    html = f"{KATEX_ONLY}</script><{tag} {handler}>" + ("</script>" if "src" in tag else "")
    assert find(f"{html}<p>[[x]] $$y$$</p>")[1] == ["[[x]]"]


def test_mathjax_reads_the_elements_that_it_is_told_to() -> None:
    body = "<p id=a>$$x$$</p><p class=b>$$y$$</p><p>$$z$$</p>"
    script = "<script>MathJax={startup:{elements:['#a', document.querySelector('.b')]}}</script>"
    assert equations(body, "mathjax3", script) == ["$$x$$", "$$y$$"]
    script = "<script type=text/x-mathjax-config>MathJax.Hub.Config({elements:['a']})</script>"
    assert equations(body, "mathjax2", script) == ["$$x$$"]


def test_a_configuration_in_a_file_of_the_site_is_read() -> None:
    html = page("<p>(((x))) $$y$$</p>", head='<script src="/js/math.js"></script>')
    files = {"/js/math.js": "window.MathJax = {tex: {displayMath: [['(((', ')))']]}}"}
    source = decode.read(html)
    examined = examine(source, FindOptions(), files.get)
    assert examined is not None
    assert [source.shown(e.start, e.end) for e in examined[0].equations] == ["(((x)))"]


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/mathjax/MathJax.js?config=TeX-AMS_CHTML,local/site", "/mathjax/config/local/site.js"),
        ("../MathJax.js?config=local/site.js", "../config/local/site.js"),
        (
            "https://cdn.jsdelivr.net/npm/mathjax@2/MathJax.js?config=TeX-AMS_SVG,/js/site.js",
            "/js/site.js",
        ),
    ],
)
def test_a_configuration_that_mathjax_2_loads_from_the_site_is_read(
    address: str, file: str
) -> None:
    files = {file: "MathJax.Hub.Config({tex2jax: {displayMath: [['((', '))'], ['<<', '>>']]}})"}
    # What the page itself says comes after it.
    own = (
        "<script type=text/x-mathjax-config>"
        "MathJax.Hub.Config({tex2jax: {displayMath: [['[[', ']]']]}})</script>"
    )
    for script, found in (
        ("", ["((x))", "&lt;&lt;y>>"]),
        (own, ["[[z]]"]),
    ):
        html = f'{script}<script src="{address}"></script><p>((x)) &lt;&lt;y>> [[z]] $$w$$</p>'
        source = decode.read(html)
        examined = examine(source, FindOptions(), files.get)
        assert examined is not None
        assert [source.shown(e.start, e.end) for e in examined[0].equations] == found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ('<link rel="canonical" href="https://example.org/blog/a/">', ["((x))"]),
        ('<meta property="og:url" content="https://example.org/">', ["((x))"]),
        ('<link rel="canonical" href="https://example.com/">', ["$$y$$"]),
        ('<link rel="canonical" href="http://[">', ["$$y$$"]),
        ("", ["$$y$$"]),
    ],
)
def test_a_script_with_the_hosts_name_is_one_of_the_site(told: str, found: list[str]) -> None:
    script = '<script src="https://example.org/js/math.js"></script>'
    files = {"/js/math.js": "MathJax = {tex: {displayMath: [['((', '))']]}}"}
    source = decode.read(page("<p>((x)) $$y$$</p>", head=told + script))
    examined = examine(source, FindOptions(), files.get)
    assert examined is not None
    assert [source.shown(e.start, e.end) for e in examined[0].equations] == found


def test_delimiters_that_only_a_file_of_the_site_tells() -> None:
    # Nothing in the page itself looks like TeX, or like a configuration.
    script = "addEventListener('load', () => renderMathInElement(document.body, {delimiters: X}))"
    files = {"/App.js": script.replace("X", "[{left: '[[', right: ']]', display: true}]")}
    source = decode.read('<SCRIPT defer src="/App.js"></script><p>[[x]]</p>')
    assert examine(source, FindOptions()) is None
    assert examine(source, FindOptions(), {"/App.js": "app()"}.get) is None
    examined = examine(source, FindOptions(), files.get)
    assert examined is not None
    assert [source.shown(e.start, e.end) for e in examined[0].equations] == ["[[x]]"]


def test_an_engine_that_a_script_of_the_site_loads_is_known() -> None:
    html = "<script src=app.js></script><p>$$x$$</p>"
    body = "s.src = 'https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-svg.js'; head.append(s)"
    assert examine(decode.read(html), FindOptions()) is None
    examined = examine(decode.read(html), FindOptions(), {"app.js": body}.get)
    assert examined is not None
    assert [(e.name, e.version) for e in examined[0].engines] == [("mathjax", "3")]


def test_the_version_that_a_theme_hands_to_its_script() -> None:
    data = (
        '<script class="next-config" data-name="mathjax" type="application/json">{"js": {"url": '
        '"https://cdnjs.cloudflare.com/ajax/libs/mathjax/3.2.2/es5/tex-mml-chtml.js"}}</script>'
    )
    load = {"/js/math.js": "window.MathJax = {tex: {}}; load(CONFIG.mathjax.js)"}.get
    source = decode.read(f"{data}<script src=/js/math.js></script><p>$$x$$</p>")
    examined = examine(source, FindOptions(), load)
    assert examined is not None
    assert [(engine.name, engine.version) for engine in examined[0].engines] == [
        ("mathjax", "3.2.2")
    ]
    # By itself it loads nothing.
    assert examine(decode.read(f"{data}<p>$$x$$</p>"), FindOptions(), load) is None


@pytest.mark.parametrize(
    ("head", "name", "version", "reads_tex"),
    [
        (MATHJAX2, "mathjax", "2", True),
        (MATHJAX3, "mathjax", "3", True),
        (AUTO_RENDER, "katex", "0.16.47", True),
        ('<script src="/katex/katex.min.js">', "katex", None, False),
        (
            '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/mml-chtml.js">',
            "mathjax",
            "3",
            False,
        ),
        (
            '<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/MathJax.js'
            '?config=MML_CHTML">',
            "mathjax",
            "2.7.7",
            False,
        ),
        ("<script>MathJax.Hub.Config({})", "mathjax", "2", True),
    ],
)
def test_engines(head: str, name: str, version: str | None, reads_tex: bool) -> None:
    found, sources = find(f"{head}</script><p>$$x$$</p>")
    assert found is not None
    assert [(engine.name, engine.version) for engine in found.engines] == [(name, version)]
    assert bool(sources) is reads_tex


XHTML = (
    '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>a</title>'
    '<script src="other.js"/><script type="text/javascript" src="https://cdn.jsdelivr.net/npm/'
    'mathjax@3/es5/tex-svg.js" async="async"/></head>\n<body>{}</body></html>'
)


def test_a_script_closed_at_once_as_xhtml_may() -> None:
    html = XHTML.format("<p>$$x$$</p><textarea/><p>$$y$$<br/></p>")
    found, sources = find(html)
    assert sources == ["$$x$$", "$$y$$"]
    assert found is not None
    assert [(engine.name, engine.version) for engine in found.engines] == [("mathjax", "3")]
    assert html[found.assets_at :].startswith('<script type="text/javascript" src="https')


def test_a_script_closed_at_once_in_html_is_not_closed() -> None:
    for html in (XHTML.format("<p>$$x$$<br></p>"), XHTML.format("<p>$$x$$</p>")[21:]):
        without = html.replace(' xmlns="http://www.w3.org/1999/xhtml"', "")
        assert find(without)[1] == []


def test_the_engine_can_be_told() -> None:
    html = "<p>$$x$$ <math display=block></math></p>"
    assert find(html)[1] == ["<math display=block></math>"]
    assert find(html, engine="mathjax")[1] == ["$$x$$", "<math display=block></math>"]
    assert find(page("<p>$$x$$</p>"), engine="mathml")[1] == []


def test_delimiters_can_be_told() -> None:
    html = page("<p>((x)) $$y$$ \\begin{a}z\\end{a}</p>")
    assert find(html, delimiters=(("((", "))"),))[1] == ["((x))", "\\begin{a}z\\end{a}"]


def test_only_and_skip() -> None:
    html = page("<main>$$a$$ <i class=x>$$b$$</i></main><p>$$c$$</p><math display=block></math>")
    assert find(html, only="main")[1] == ["$$a$$", "$$b$$"]
    assert find(html, skip=".x, math")[1] == ["$$a$$", "$$c$$"]
    assert find(html, only="main", skip=".x")[1] == ["$$a$$"]


@pytest.mark.parametrize("mark", ["amp", "⚡", 'lang="en" amp', "⚡4email"])
def test_amp_pages_are_left_alone(mark: str) -> None:
    html = f"<!doctype html><html {mark}><p>$$x$$ <math display=block></math>{MATHJAX3}</script>"
    assert examine(decode.read(html), FindOptions()) is None
    assert examine(decode.read(html.encode()), FindOptions()) is None


def test_text_in_misnested_markup_is_found_where_only_one_place_fits() -> None:
    body = "<b><p>a</b>$$x$$</p><i>$$y$$<p></i>$$z$$</p>"
    assert equations(body) == ["$$x$$", "$$y$$", "$$z$$"]


@pytest.mark.parametrize(
    "body",
    [
        # A head that has no start tag of its own.
        "<script>$$x$$\n</script>  <title>$$x$$</title>  </head>$$x$$",
        "<style>$$x$$...<style><!--...</style><!-- --></style>$$x$$",
        "<title>a</title></ COMMENT ><!-- b --></p>\n$$x$$",
        "<p>$$x$$<a><plaintext>b$$y$$",
        "<table><template>$$y$$<td></template>$$x$$",
        "<table><template><template>$$y$$</template></template></p>$$x$$",
        "<table><tr><script>$$y$$</script>$$x$$</table>",
    ],
)
def test_text_beside_elements_that_hold_other_text(body: str) -> None:
    html = f"<!doctype html>{body}"
    found, sources = find(html, engine="mathjax")
    assert sources == ["$$x$$"]
    assert found is not None
    assert found.equations[0].start == html.rindex("$$x")
    assert hold(html, ApplyOptions(find=FindOptions(engine="mathjax"))) == 1


@pytest.mark.parametrize(
    ("html", "before"),
    [
        ("</ comment >$$x$$", "$$x$$"),
        ("<!doctype html><html></p><!-- a -->\n$$x$$", "$$x$$"),
        ("<!doctype html></BR>$$x$$", "</BR>"),
        ("<!doctype html></body>$$x$$", "</body>"),
    ],
)
def test_the_assets_change_no_comment_before_the_head(html: str, before: str) -> None:
    found, _ = find(html, engine="mathjax")
    assert found is not None
    assert html[found.assets_at :].startswith(before)
    assert hold(html, ApplyOptions(find=FindOptions(engine="mathjax"))) == 1


def test_what_has_no_certain_place_is_left_and_named() -> None:
    found, sources = find(page("<b><p>a</b>$$x$$</p><i>$$y$$<p></i>$$x$$</p>"))
    assert sources == ["$$y$$"]
    assert found is not None
    assert {one.reason for one in found.skipped} == {"its place in the source is not certain"}


def test_a_container_without_its_end_is_left_and_named() -> None:
    found, sources = find(page("<p><span class=katex-display>x</p>"))
    assert sources == []
    assert found is not None
    assert [one.reason for one in found.skipped] == ["its element has no end tag"]


def test_a_container_that_ends_an_open_paragraph() -> None:
    found, sources = find(page('<p>text<div class="arithmatex">\\[x\\]</div>'))
    assert sources == ["\\[x\\]"]
    found, sources = find(page('<p>text<div class="math-display">x</div>'))
    assert sources == []
    assert found is not None
    assert [one.reason for one in found.skipped] == ["it ends a paragraph that is still open"]


@pytest.mark.parametrize(
    ("html", "before"),
    [
        (page("<p>$$x$$", head="<title>a</title>\n"), "<script src"),
        (f"<html><head><title>a</title></head><body>$$x$${MATHJAX3}</script>", "</head>"),
        (f"<!doctype html>\n<title>a</title>\n<p>$$x$${MATHJAX3}</script>", "\n<p>"),
        (f"<!doctype html>\n <p>$$x$${MATHJAX3}</script>", "<p>"),
        (f"<!-- a --><html lang=en>\n<body>$$x$${MATHJAX3}</script>", "<body>"),
        (f"$$x$${MATHJAX3}</script>", "$$x$$<"),
        (
            "<head><script>MathJax={}</script><script src=a.js></script>"
            f"{MATHJAX3}</script></head>$$x$$",
            "<script>MathJax",
        ),
        (f"<head><link href=a.css rel=stylesheet>\n<p>$$x$${MATHJAX3}</script>", "\n<p>"),
    ],
)
def test_the_assets_stand_where_they_take_effect(html: str, before: str) -> None:
    found, _ = find(html)
    assert found is not None
    assert html[found.assets_at :].startswith(before)
