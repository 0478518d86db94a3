"""The package as `npm pack` makes it, installed into an empty project."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import mathfit
from mathfit.page import assets, rewrite
from mathfit.page.find import forms
from tests.npm import project

ROOT = project.ROOT
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


def test_what_its_readme_imports_is_there(installed: Path) -> None:
    text = (project.PACKAGE / "README.md").read_text(encoding="utf-8")
    names = sorted(set(re.findall(r"[`'\"](mathfit/[\w./-]+)['\"`]", text)))
    assert len(names) > 5
    resolve = f"for (const name of {json.dumps(names)}) import.meta.resolve(name)"
    assert node(installed, resolve) == ""


def test_both_kinds_of_modules_give_the_plugins(installed: Path) -> None:
    names = "JSON.stringify([typeof rehype, typeof it, it.isMathfitElement?.('math-fit-ink')])"
    imported = """
        import rehype from 'mathfit/rehype';
        import it, { isMathfitElement } from 'mathfit/markdown-it';
        import 'mathfit/snippet';
        console.log(JSON.stringify([typeof rehype, typeof it, isMathfitElement('math-fit-ink')]));
    """
    required = f"""
        const rehype = require('mathfit/rehype');
        const it = require('mathfit/markdown-it');
        console.log({names});
    """
    for code, kind in ((imported, "module"), (required, "commonjs")):
        assert json.loads(node(installed, code, kind)) == ["function", "function", True]


def test_the_snippet_is_what_the_command_writes(installed: Path) -> None:
    snippet = (installed / "node_modules" / "mathfit" / "dist" / "snippet.js").read_text("ascii")
    inside = snippet.removeprefix('if(typeof document!=="undefined"){').removesuffix("}\n")
    assert inside.strip() == assets.standalone().strip()


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
