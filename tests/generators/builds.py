"""Builds one small blog with real site generators: tests/generators/build/<name>/site.

    python tests/generators/builds.py                 all of them
    python tests/generators/builds.py hugo-katex ...  some

Their own output is what the tests look at, so nothing here touches a page after its generator
wrote it. The generators live in build/ too, apart from mathfit's own environment. One that cannot
be had on this machine is left out and named, with the reason.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BLOG = HERE / "blog"
RECIPES = HERE / "recipes"
BUILD = HERE / "build"
PYTHON_TOOLS = BUILD / ".venv"
NODE_MODULES = BUILD / "node_modules"  # beside the sites, so that their scripts' imports find it

FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
CODE_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)


class LeftOutError(Exception):
    """A generator that cannot be had here; the message says why, and what would help."""


@dataclass(frozen=True, slots=True)
class Generator:
    """A way to build the blog."""

    name: str
    recipe: str
    """The folder of recipes/ that holds its configuration; empty if it needs none."""
    build: Callable[[Path], None]
    """Builds in the working folder given, which holds a copy of the recipe, into its site/."""
    needs: Callable[[], None]
    """Gets the tool. Raises LeftOutError."""


# --- the tools ------------------------------------------------------------------------------------


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command to its end and return its output. Raises LeftOutError where it fails."""
    path = os.pathsep.join(
        [str(PYTHON_TOOLS / "bin"), str(NODE_MODULES / ".bin"), os.environ["PATH"]]
    )
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=os.environ | {"PATH": path, "CI": "1", "NO_COLOR": "1"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=900,
        )
    except FileNotFoundError as error:
        raise LeftOutError(f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise LeftOutError(f"{command[0]} did not end within {error.timeout:.0f} s") from error
    if done.returncode:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        reason = next((line for line in lines if "rror" in line), lines[-1] if lines else "")
        (cwd / "log.txt").write_text(done.stdout, encoding="utf-8")
        raise LeftOutError(f"{Path(command[0]).name} failed ({done.returncode}): {reason[:200]}")
    return done.stdout


def is_current(stamp: Path, digest: str) -> bool:
    """Say whether the stamp was left by a run over the same input."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest


def digest_of(*paths: Path) -> str:
    """Digest what the files, and all files in the folders, hold."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(os.path.relpath(file, HERE).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def get_python_tools() -> None:
    """Install requirements.txt, and mathfit for its plugins, into an environment of its own, once.

    What a generator reads of mathfit is the checkout: only its entry points are installed.
    """
    requirements = HERE / "requirements.txt"
    python = PYTHON_TOOLS / "bin" / "python"
    stamp, digest = PYTHON_TOOLS / "stamp", digest_of(requirements)
    if not is_current(stamp, digest):
        venv.create(PYTHON_TOOLS, clear=True, with_pip=True)
        run(python, "-m", "pip", "install", "--quiet", "-r", requirements, cwd=BUILD)
        stamp.write_text(digest, encoding="utf-8")
    stamp, digest = PYTHON_TOOLS / "stamp-mathfit", digest_of(ROOT / "pyproject.toml")
    if not is_current(stamp, digest):
        run(python, "-m", "pip", "install", "--quiet", "-e", ROOT, cwd=BUILD)
        stamp.write_text(digest, encoding="utf-8")


def get_node_tools() -> None:
    """Install what package-lock.json names, once."""
    names = ("package.json", "package-lock.json", ".npmrc")
    stamp, digest = NODE_MODULES / ".stamp", digest_of(*(HERE / name for name in names))
    if is_current(stamp, digest):
        return
    for name in names:
        shutil.copy(HERE / name, BUILD / name)
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=BUILD)
    stamp.write_text(digest, encoding="utf-8")


def get_both() -> None:
    """Get the tools from PyPI and from npm."""
    get_python_tools()
    get_node_tools()


def pandoc() -> Path:
    """Find the pandoc that came with pypandoc-binary."""
    return next(PYTHON_TOOLS.glob("lib/python*/site-packages/pypandoc/files/pandoc"))


def need_jekyll() -> None:
    """Jekyll comes from the system's packages: it needs Ruby."""
    if shutil.which("jekyll") is None:
        raise LeftOutError("jekyll is not installed (Debian and Ubuntu: apt-get install jekyll)")


def need_latexml() -> None:
    """LaTeXML comes from the system's packages: it needs Perl, and reads LaTeX's own files."""
    get_python_tools()
    if shutil.which("latexml") is None:
        raise LeftOutError("latexml is not installed (Debian and Ubuntu: apt-get install latexml)")


def need_quarto() -> None:
    """Quarto is no registry's package: PyPI's quarto-cli downloads it when it is installed."""
    if shutil.which("quarto") is None:
        raise LeftOutError("quarto is not installed (from quarto.org; PyPI's package downloads it)")


# --- the posts, as each generator wants them ------------------------------------------------------


def posts() -> dict[str, str]:
    """Give the pages of the blog: name without suffix -> Markdown with front matter."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(BLOG.glob("*.md"))}


def body_of(post: str) -> str:
    """Give a post without its front matter."""
    return FRONT_MATTER.sub("", post, count=1)


def title_of(post: str) -> str:
    """Give a post's title."""
    found = re.search(r"^title: (.*)$", post, re.MULTILINE)
    assert found is not None
    return found[1]


def display_equations(post: str) -> list[str]:
    """List the TeX of a post's display equations: those in code are none."""
    text = re.sub(r"`[^`\n]+`", "", CODE_FENCE.sub("", post))
    return [tex.strip() for tex in DISPLAY.findall(text)]


def write_posts(folder: Path, edit: Callable[[str, str], str] = lambda _name, post: post) -> None:
    """Write the posts into a folder, each as `edit(name, post)` makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, post in posts().items():
        (folder / f"{name}.md").write_text(edit(name, post), encoding="utf-8")


# --- the builds -----------------------------------------------------------------------------------


def build_hugo(work: Path) -> None:
    write_posts(work / "content")
    # Hugo's name for the front page.
    (work / "content" / "index.md").rename(work / "content" / "_index.md")
    run("hugo", "--destination", work / "site", "--cacheDir", work / "cache", cwd=work)


def build_mkdocs(work: Path) -> None:
    write_posts(work / "docs")
    run("mkdocs", "build", "--quiet", "--site-dir", work / "site", cwd=work)


def build_mkdocs_instant(work: Path) -> None:
    """Build it with the router of its theme, which swaps the content of pages."""
    config = work / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    instant = "  font: false\n  features: [navigation.instant]\n"
    config.write_text(text.replace("  font: false\n", instant), encoding="utf-8")
    build_mkdocs(work)


def build_sphinx(work: Path) -> None:
    # MyST shows no title of the front matter, and Sphinx wants to be told the order of the pages.
    def edit(name: str, post: str) -> str:
        toc = "\n```{toctree}\n:hidden:\ngradient\nspectral\n```\n" if name == "index" else ""
        return f"# {title_of(post)}\n{body_of(post)}{toc}"

    write_posts(work, edit)
    run("sphinx-build", "-q", "-b", "html", work, work / "site", cwd=work)
    shutil.rmtree(work / "site" / ".doctrees", ignore_errors=True)


def build_pelican(work: Path) -> None:
    def edit(_name: str, post: str) -> str:
        return post.replace("](gradient.md)", "]({filename}gradient.md)").replace(
            "](spectral.md)", "]({filename}spectral.md)"
        )

    write_posts(work / "content", edit)
    # Pelican makes the front page itself, out of the whole posts.
    (work / "content" / "index.md").unlink()
    run("pelican", "content", "-o", work / "site", "-s", "pelicanconf.py", cwd=work)


def build_pandoc(option: str) -> Callable[[Path], None]:
    def build(work: Path) -> None:
        (work / "site").mkdir()
        write_posts(work)
        for name in posts():
            target = work / "site" / f"{name}.html"
            run(pandoc(), "--standalone", option, f"{name}.md", "-o", target, cwd=work)

    return build


LATEX = r"""\documentclass{article}
\usepackage{amsmath,hyperref}
\providecommand{\tightlist}{}
\title{%s}
\begin{document}
\maketitle
%s
\end{document}
"""


def build_latexml(work: Path) -> None:
    """Build HTML with MathML of one post, and XHTML of the other, through LaTeX."""
    (work / "site").mkdir()
    for name, post in posts().items():
        (work / f"{name}.md").write_text(body_of(post), encoding="utf-8")
        body = run(pandoc(), "--no-highlight", "--to", "latex", f"{name}.md", cwd=work)
        (work / f"{name}.tex").write_text(LATEX % (title_of(post), body), encoding="utf-8")
        run("latexml", "--quiet", f"--destination={name}.xml", f"{name}.tex", cwd=work)
        suffix = "xhtml" if name == "spectral" else "html"
        target = work / "site" / f"{name}.{suffix}"
        run("latexmlpost", "--quiet", f"--destination={target}", f"{name}.xml", cwd=work)


def build_nbconvert(work: Path) -> None:
    for name, post in posts().items():
        cells: list[dict[str, object]] = []
        # The pieces come as text, language, code, text, language, code, ..., text.
        pieces = CODE_FENCE.split(f"# {title_of(post)}\n{body_of(post)}")
        for number, piece in enumerate(pieces):
            cell: dict[str, object] = {"metadata": {}, "source": piece.strip()}
            if number % 3 == 0:
                cells.append(cell | {"cell_type": "markdown"})
            elif number % 3 == 2:
                cells.append(cell | {"cell_type": "code", "execution_count": None, "outputs": []})
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number}"
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (work / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    notebooks = [work / f"{name}.ipynb" for name in posts()]
    run("jupyter-nbconvert", "--to", "html", "--output-dir", work / "site", *notebooks, cwd=work)


def build_quarto(work: Path) -> None:
    def edit(_name: str, post: str) -> str:
        return post.replace(".md)", ".qmd)")

    write_posts(work, edit)
    for path in work.glob("*.md"):
        path.rename(path.with_suffix(".qmd"))
    run("quarto", "render", "--output-dir", "site", cwd=work)


def build_jekyll(work: Path) -> None:
    def edit(_name: str, post: str) -> str:
        # kramdown has no single dollars: two make inline math inside a line.
        pieces = DISPLAY.split(post)
        pieces[::2] = [
            re.sub(r"(?<![`$])\$([^$\n]+)\$(?!\$)", r"$$\1$$", text) for text in pieces[::2]
        ]
        parts = [f"$${piece}$$" if number % 2 else piece for number, piece in enumerate(pieces)]
        return "".join(parts).replace(".md)", ".html)")

    write_posts(work / "pages", edit)
    for path in (work / "pages").iterdir():
        path.rename(work / path.name)
    (work / "pages").rmdir()
    run("jekyll", "build", "--disable-disk-cache", "--destination", work / "site", cwd=work)


def prepare_hexo(work: Path) -> None:
    write_posts(work / "source" / "_posts")
    # Hexo makes the front page itself, out of the whole posts.
    (work / "source" / "_posts" / "index.md").unlink()
    # Hexo looks for a theme beside the posts and in a node_modules of the very same folder.
    shutil.copytree(NODE_MODULES / "hexo-theme-landscape", work / "themes" / "landscape")


def build_hexo(work: Path) -> None:
    prepare_hexo(work)
    path = os.pathsep.join([str(pandoc().parent), str(NODE_MODULES / ".bin"), os.environ["PATH"]])
    run("hexo", "generate", cwd=work, PATH=path)
    (work / "public").rename(work / "site")


def build_eleventy(work: Path) -> None:
    def edit(name: str, post: str) -> str:
        return post.replace("---\n", f"---\nlayout: post.njk\npermalink: {name}.html\n", 1)

    write_posts(work / "src", edit)
    run("eleventy", "--quiet", cwd=work)
    (work / "_site").rename(work / "site")


def build_astro(work: Path) -> None:
    def edit(_name: str, post: str) -> str:
        return post.replace("---\n", "---\nlayout: ../layouts/Post.astro\n", 1)

    write_posts(work / "src" / "pages", edit)
    run("astro", "build", "--outDir", work / "site", cwd=work, ASTRO_TELEMETRY_DISABLED="1")


def build_remark(kind: str) -> Callable[[Path], None]:
    def build(work: Path) -> None:
        write_posts(work / "posts")
        run("node", "build.mjs", kind, work / "posts", work / "site", cwd=work)

    return build


GENERATORS = (
    Generator("hugo-mathjax", "hugo-mathjax", build_hugo, get_python_tools),
    Generator("hugo-katex", "hugo-katex", build_hugo, get_python_tools),
    Generator("mkdocs-material", "mkdocs", build_mkdocs, get_python_tools),
    Generator("mkdocs-material-instant", "mkdocs", build_mkdocs_instant, get_python_tools),
    Generator("sphinx", "sphinx", build_sphinx, get_python_tools),
    Generator("pelican", "pelican", build_pelican, get_python_tools),
    Generator("pandoc-mathjax", "", build_pandoc("--mathjax"), get_python_tools),
    Generator("pandoc-katex", "", build_pandoc("--katex"), get_python_tools),
    Generator("pandoc-mathml", "", build_pandoc("--mathml"), get_python_tools),
    Generator("nbconvert", "", build_nbconvert, get_python_tools),
    Generator("latexml", "", build_latexml, need_latexml),
    Generator("quarto", "quarto", build_quarto, need_quarto),
    Generator("jekyll", "jekyll", build_jekyll, need_jekyll),
    Generator("hexo", "hexo", build_hexo, get_both),
    Generator("eleventy", "eleventy", build_eleventy, get_node_tools),
    Generator("astro", "astro", build_astro, get_node_tools),
    Generator("remark-svg", "remark", build_remark("svg"), get_node_tools),
    Generator("remark-chtml", "remark", build_remark("chtml"), get_node_tools),
    Generator("remark-browser", "remark", build_remark("browser"), get_node_tools),
)


def build(generator: Generator) -> Path:
    """Build the blog, if what is there is not of the same input, and return the site's folder.

    Raises LeftOutError where the generator cannot be had or fails.
    """
    with _alone():
        return _build(generator)


def get_plugins() -> None:
    """Install mathfit's plugins beside the generators, where that is out of date.

    A site that is built already does not tell. Raises LeftOutError.
    """
    with _alone():
        get_python_tools()


@contextmanager
def _alone() -> Iterator[None]:
    """Wait for one's turn: tests run in several processes, and the tools are everybody's."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(generator: Generator) -> Path:
    work = BUILD / generator.name
    inputs = [BLOG, HERE / "builds.py", HERE / "requirements.txt", HERE / "package-lock.json"]
    if generator.recipe:
        inputs.append(RECIPES / generator.recipe)
    stamp, digest = work / ".stamp", digest_of(*inputs)
    if is_current(stamp, digest):
        return work / "site"
    generator.needs()
    shutil.rmtree(work, ignore_errors=True)
    if generator.recipe:
        shutil.copytree(RECIPES / generator.recipe, work)
    else:
        work.mkdir()
    generator.build(work)
    stamp.write_text(digest, encoding="utf-8")
    return work / "site"


def main(names: list[str]) -> int:
    """Build those named, or all, and say what became of each."""
    unknown = set(names) - {generator.name for generator in GENERATORS}
    if unknown:
        print(f"no such generator: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    for generator in GENERATORS:
        if names and generator.name not in names:
            continue
        try:
            site = build(generator)
            pages = len(list(site.rglob("*.html")))
            print(f"{generator.name}: {pages} pages in {site.relative_to(HERE)}")
        except LeftOutError as reason:
            print(f"{generator.name}: left out: {reason}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
