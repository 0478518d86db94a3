"""The package as `npm pack` makes it, installed into an empty project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import mathfit
from mathfit.cli.apply import command
from mathfit.cli.options import Option
from mathfit.page import assets, rewrite
from mathfit.page.find import forms
from tests.npm import project

ROOT = project.ROOT
HEXO_PACKAGE = ROOT / "packages" / "hexo-filter-mathfit"
MANIFEST = json.loads((project.PACKAGE / "package.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty project that the package was installed into; no other package is needed."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    project.run("npm", "install", "--offline", "--no-audit", project.packed(), cwd=folder)
    return folder


def node(folder: Path, code: str, kind: str = "module") -> str:
    return project.run("node", f"--input-type={kind}", "--eval", code, cwd=folder).strip()


def test_its_version_is_that_of_the_command() -> None:
    project_table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert MANIFEST["version"] == project_table["version"]
    hexo = json.loads((HEXO_PACKAGE / "package.json").read_text(encoding="utf-8"))
    assert hexo["version"] == hexo["dependencies"]["mathfit"] == project_table["version"]


def test_what_its_exports_name_is_there(installed: Path) -> None:
    def paths(value: object) -> list[str]:
        if isinstance(value, dict):
            return [path for one in value.values() for path in paths(one)]
        return [str(value)]

    package = installed / "node_modules" / "mathfit"
    named = [*paths(MANIFEST["exports"]), MANIFEST["jsdelivr"], MANIFEST["unpkg"]]
    assert [path for path in named if not (package / path).is_file()] == []
    assert (package / "LICENSE").is_file()
    assert (package / "README.md").is_file()
    # Nothing that only the work on it needs.
    assert {path.name for path in package.iterdir()} == {
        *("LICENSE", "README.md", "dist", "package.json", "src"),
    }


def test_hexo_finds_its_package_with_this_one_in_it(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"private": true}', encoding="utf-8")
    project.run("npm", "pack", "--pack-destination", tmp_path, cwd=HEXO_PACKAGE)
    both = [project.packed(), next(tmp_path.glob("hexo-filter-mathfit-*.tgz"))]
    project.run("npm", "install", "--offline", "--no-audit", *both, cwd=tmp_path)
    assert (
        "hexo-filter-mathfit" in json.loads((tmp_path / "package.json").read_text())["dependencies"]
    )
    # As Hexo loads a plugin: its text, in a function that has `hexo`.
    code = """
        const path = require.resolve('hexo-filter-mathfit');
        const text = require('node:fs').readFileSync(path, 'utf8');
        const filters = [];
        const register = (type) => filters.push(type);
        const hexo = { on: register, extend: { filter: { register } } };
        new Function('require', 'hexo', text)(require('node:module').createRequire(path), hexo);
        console.log(filters.join(' '));
    """
    registered = set(node(tmp_path, code, "commonjs").split())
    assert registered == {"before_generate", "after_render:html", "deployBefore", "before_exit"}


def test_what_its_readme_imports_is_there(installed: Path) -> None:
    text = (project.PACKAGE / "README.md").read_text(encoding="utf-8")
    names = sorted(set(re.findall(r"[`'\"](mathfit/[\w./-]+)['\"`]", text)))
    assert len(names) > 5
    resolve = f"for (const name of {json.dumps(names)}) import.meta.resolve(name)"
    assert node(installed, resolve) == ""


def test_both_kinds_of_modules_give_the_plugins(installed: Path) -> None:
    imported = """
        import rehype from 'mathfit/rehype';
        import it, { isMathfitElement } from 'mathfit/markdown-it';
        import eleventy from 'mathfit/eleventy';
        import hexo from 'mathfit/hexo';
        import astro from 'mathfit/astro';
        import 'mathfit/snippet';
        console.log(astro({ minScale: 0.5 }).name, isMathfitElement('math-fit-ink'));
        for (const one of [rehype, it, eleventy, hexo]) console.log(typeof one);
    """
    required = """
        const rehype = require('mathfit/rehype');
        const it = require('mathfit/markdown-it');
        const eleventy = require('mathfit/eleventy');
        const hexo = require('mathfit/hexo');
        console.log('mathfit', it.isMathfitElement('math-fit-ink'));
        for (const one of [rehype, it, eleventy, hexo]) console.log(typeof one);
    """
    for code, kind in ((imported, "module"), (required, "commonjs")):
        assert node(installed, code, kind).split() == ["mathfit", "true", *["function"] * 4]


def called(installed: Path, code: str) -> str:
    """Run code that has the functions of src/options.js and src/command.js."""
    at = installed / "node_modules" / "mathfit" / "src"
    options, command = ((at / name).as_uri() for name in ("options.js", "command.js"))
    imports = f"import * as options from '{options}'; import * as command from '{command}';"
    return node(installed, f"{imports} {code}")


def test_its_options_are_those_of_the_command(installed: Path) -> None:
    kinds = {}
    for option in command.params:
        if isinstance(option, Option):
            single = "switch" if option.secondary_opts else "flag"
            several = "list" if option.multiple else "value"
            kinds[option.key] = single if option.is_flag else several
    tables = called(
        installed,
        "console.log(JSON.stringify([options.OPTIONS, options.NOT_OFFERED, options.OF_A_PAGE]))",
    )
    offered, left, of_a_page = json.loads(tables)
    assert set(left) <= set(kinds)
    assert offered == {name: kind for name, kind in kinds.items() if name not in left}
    assert set(of_a_page) <= set(offered)
    # What people read.
    page = (ROOT / "docs" / "generators" / "options-in-javascript.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
    written = {_kebab(name) for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert written == {"command", *offered}
    # What an editor completes.
    text = (project.PACKAGE / "src" / "options.js").read_text(encoding="utf-8")
    typed = re.findall(r"@property \{[^}]+\} \[(\w+)\]", text)
    assert [_kebab(name) for name in typed] == ["command", *offered]


def _kebab(name: str) -> str:
    return re.sub("[A-Z]", lambda found: f"-{found[0].lower()}", name)


def test_an_option_becomes_an_argument_unless_a_variable_sets_it(installed: Path) -> None:
    given = """{ command: ['python3', '-m', 'mathfit'], minScale: 0.5, 'keep-time': true,
        measure: false, every_page: false, include: ['*.html', 'a b/*'], allow: ['a', 'b'],
        only: null, jobs: 2 }"""
    read = f"const seen = options.read({given}, {{ MATHFIT_JOBS: '1' }});"
    told = "console.log(JSON.stringify([seen.command, [...seen.given.values()].flat()]));"
    assert json.loads(called(installed, read + told)) == [
        ["python3", "-m", "mathfit"],
        [
            *("--min-scale=0.5", "--keep-time", "--no-every-page"),
            *("--include=*.html", "--include=a b/*", "--allow=a,b"),
        ],
    ]


def test_astro_tells_that_it_has_to_be_the_last(installed: Path) -> None:
    code = """
        import mathfit from 'mathfit/astro';
        const plugin = mathfit();
        const built = { name: 'minify', hooks: { 'astro:build:done': () => {} } };
        const quiet = { name: 'react', hooks: {} };
        const logger = { warn: console.log };
        const tell = (integrations) =>
          plugin.hooks['astro:config:done']({ config: { integrations }, logger });
        tell([built, plugin, quiet]);
        tell([plugin, quiet, built]);
    """
    assert node(installed, code).startswith("mathfit has to be the last integration: minify may")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ("{ minScle: 1 }", "there is no option minScle; did you mean minScale?"),
        ("{ 'kep-time': true }", "there is no option kep-time; did you mean keep-time?"),
        ("{ colour: 1 }", "there is no option colour; there are command, include, "),
        ("{ watch: true }", "watch is no option of the plugin: the generator itself says"),
        ("{ measure: 'yes' }", 'the option measure is to be true or false, not "yes"'),
        ("{ only: {} }", "the option only is to be a text, a number"),
    ],
)
def test_a_wrong_option_is_named(installed: Path, options: str, line: str) -> None:
    read = f"try {{ options.read({options}) }} catch (error) {{ console.log(error.message) }}"
    assert called(installed, read).startswith(f"mathfit: {line}")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["mathfit-is-not-here"], "pip install mathfit"),
        ([sys.executable, "-S", "-m", "mathfit_is_not_here"], "No module named"),
    ],
)
def test_a_command_that_is_missing_is_named(installed: Path, words: list[str], line: str) -> None:
    log = "{ info: console.log, warn: console.log }"
    call = f"command.fitter({{ command: {json.dumps(words)} }}).site('.', {log})"
    said = called(
        installed, f"try {{ {call} }} catch (error) {{ console.log(error.message) }}"
    ).splitlines()
    assert len(said) == 1
    assert line in said[0]


def test_the_snippet_is_what_the_command_writes(installed: Path) -> None:
    snippet = installed / "node_modules" / "mathfit" / MANIFEST["jsdelivr"]
    assert snippet.read_text("ascii") == assets.standalone()


def test_the_stylesheets_are_those_of_the_command(installed: Path) -> None:
    for name in ("mathfit.css", "mathfit-measured.css", "mathfit.js", "mathfit-enlarge.js"):
        at = node(installed, f"console.log(import.meta.resolve('mathfit/{name}').slice(7))")
        built = ROOT / "assets" / "dist" / re.sub(r"\.(\w+)$", r".min.\1", name)
        assert Path(at).read_bytes() == built.read_bytes()


def test_its_tables_are_rows_of_the_commands(installed: Path) -> None:
    at = (installed / "node_modules" / "mathfit" / "src" / "display.js").as_uri()
    read = f"const t = await import('{at}'); console.log(JSON.stringify([t.DISPLAY, t.LEFT_ALONE]))"
    display, left = json.loads(node(installed, read))
    selectors = {form.selector for form in forms.FORMS if form.holds is forms.Holds.TYPESET}
    assert {row["selector"] for row in display} <= selectors
    assert sorted(left) == sorted(forms.NOT_WITHIN.split(", "))


@pytest.mark.parametrize("translate", ["false", "true"])
def test_the_command_takes_no_wrapper_of_theirs_for_its_own(
    installed: Path, translate: str
) -> None:
    source = f"""
        import rehypeMathfit from 'mathfit/rehype';
        const formula = {{ type: 'element', tagName: 'math', properties: {{ display: 'block' }} }};
        const tree = {{ type: 'root', children: [formula] }};
        rehypeMathfit({{ translate: {translate} }})(tree);
        console.log(JSON.stringify(tree.children[0].properties));
    """
    properties = json.loads(node(installed, source))
    attributes = "".join(
        f' class="{" ".join(value)}"' if name == "className" else f' {name}="{value}"'
        for name, value in properties.items()
    )
    wrapped = (
        f"<math-fit{attributes}><math-fit-room><math-fit-ink>"
        f'<math display="block"><mi>x</mi></math>{rewrite.CLOSE}'
    )
    page = f"<!doctype html><title>t</title><p>Words</p>{wrapped}"
    fitted = mathfit.apply_html(f'{page}<math display="block"><mi>y</mi></math>')
    assert wrapped in fitted
    assert fitted.count("<math-fit-room>") == 2
    assert wrapped in mathfit.remove_html(fitted)
    assert mathfit.remove_html(page) == page


# What a user's configuration looks like, in TypeScript.
USES = """
import { unified } from 'unified';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import rehypeStringify from 'rehype-stringify';
import type { Options } from 'react-markdown';
import type { CompileOptions } from '@mdx-js/mdx';
import MarkdownIt from 'markdown-it';
import rehypeMathfit from 'mathfit/rehype';
import mathfit, { isMathfitElement } from 'mathfit/markdown-it';
import eleventy from 'mathfit/eleventy';
import astro from 'mathfit/astro';

eleventy({ on: () => {}, setServerOptions: () => {} }, { minScale: 0.5, include: ['*.html'] });
astro({ command: ['python3', '-m', 'mathfit'], engine: 'katex' });

unified().use(remarkParse).use(remarkRehype).use(rehypeMathfit).use(rehypeStringify);
unified().use(remarkParse).use(remarkRehype).use(rehypeMathfit, { translate: true });
export const react: Options = { rehypePlugins: [rehypeMathfit, [rehypeMathfit, { katex: true }]] };
export const mdx: CompileOptions = { rehypePlugins: [rehypeMathfit] };
const md = new MarkdownIt().use(mathfit).use(mathfit, { katex: true });
const custom: (tag: string) => boolean = isMathfitElement;
custom(md.render(''));
"""
IMPORTED = """
import rehypeMathfit, { type Options } from 'mathfit/rehype';
import { isMathfitElement } from 'mathfit/markdown-it';
import 'mathfit/snippet';
import('mathfit/snippet');
const options: Options = { katex: isMathfitElement('math-fit') };
rehypeMathfit(options);
"""
REQUIRED = """
import rehypeMathfit = require('mathfit/rehype');
import mathfit = require('mathfit/markdown-it');
import eleventy = require('mathfit/eleventy');
import hexo = require('mathfit/hexo');
eleventy({ on: () => {}, setServerOptions: () => {} });
console.log(hexo);
rehypeMathfit({ katex: true });
const inner: boolean = mathfit.isMathfitElement('math-fit');
console.log(inner);
"""
MISTAKES = """
rehypeMathfit({ katex: 'yes' });
rehypeMathfit({ translated: true });
"""


@pytest.mark.generators
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        # The tools' own types need others to be without an error.
        ("uses.mts", USES, ["--skipLibCheck"]),
        ("imported.mts", IMPORTED, ["--types", "node"]),
        ("required.cts", REQUIRED, ["--types", "node"]),
    ],
)
def test_its_types_fit_those_of_the_tools(name: str, code: str, words: list[str]) -> None:
    try:
        folder = project.project() / "types"
    except project.LeftOutError as reason:
        pytest.skip(f"the tools left out: {reason}")
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(code + MISTAKES, encoding="utf-8")
    done = subprocess.run(
        [
            folder.parent / "node_modules" / ".bin" / "tsc",
            *("--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", *words),
            name,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    mistakes = code.count("\n") + 2
    found = re.findall(r"^([^\s(]+)\((\d+),\d+\): error", done.stdout, re.MULTILINE)
    assert found == [(name, str(mistakes)), (name, str(mistakes + 1))], done.stdout
