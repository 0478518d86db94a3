"""The plugins of Python's generators: a real project names the plugin, is built, and is verified.

The projects are those of builds.py, with the line added that the plugin's page in docs/ tells.
"""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from tests.generators import builds

pytestmark = pytest.mark.generators

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = os.environ.get("MATHFIT_PACKAGES", str(ROOT / "node_modules"))
WIDTHS = "320,375,768,1024,1280"


def project(name: str, tmp_path: Path) -> Path:
    """Copy what a generator builds its site of. Skips the test where the generator is not here."""
    generator = next(one for one in builds.GENERATORS if one.name == name)
    try:
        builds.build(generator)
        builds.get_plugins()
    except builds.LeftOutError as reason:
        pytest.skip(f"{name} left out: {reason}")
    work = tmp_path / "project"
    shutil.copytree(builds.BUILD / name, work, ignore=shutil.ignore_patterns("site", ".stamp"))
    return work


def tool(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a generator as its user does; what it tells is all in `stdout`, in one line each."""
    path = os.pathsep.join([str(builds.PYTHON_TOOLS / "bin"), os.environ["PATH"]])
    # Pelican breaks lines at the width of the terminal.
    quiet = {"NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1", "COLUMNS": "500"}
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=os.environ | {"PATH": path} | quiet | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def free_port() -> int:
    """Return a port that nobody listens at: MkDocs cannot tell which one it was given."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def replace(file: Path, old: str, new: str) -> None:
    """Edit a configuration as its owner would."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def wrapped(site: Path) -> dict[str, int]:
    """Count the wrappers on each page that has one."""
    pages = {
        page.relative_to(site).as_posix(): page.read_text(encoding="utf-8").count("<math-fit-ink")
        for page in site.rglob("*.html")
    }
    return {name: count for name, count in pages.items() if count}


def verify(site: Path, page: str, *options: str) -> None:
    """Prove the fit at five widths: of the page with the widest equations, for the time's sake."""
    command = ["verify", site, "--include", page, "--widths", WIDTHS, "--packages", PACKAGES]
    command += options
    done = subprocess.run(
        [sys.executable, "-m", "mathfit", *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# --- MkDocs ---------------------------------------------------------------------------------------


@pytest.mark.browser
def test_mkdocs_fits_the_whole_site(tmp_path: Path) -> None:
    work = project("mkdocs-material-instant", tmp_path)
    replace(work / "mkdocs.yml", "plugins: []", "plugins: [mathfit]")
    done = tool("mkdocs", "build", "--strict", cwd=work)
    assert done.returncode == 0, done.stdout
    assert "mathfit: 8 equations in 2 pages of 4 pages" in done.stdout
    assert wrapped(work / "site") == {"gradient/index.html": 4, "spectral/index.html": 4}
    # The router of the theme brings their content into the front page.
    assert " data-mathfit" in (work / "site" / "index.html").read_text(encoding="utf-8")
    verify(work / "site", "spectral/*")


def test_mkdocs_fits_each_page_that_it_serves(tmp_path: Path) -> None:
    work = project("mkdocs-material", tmp_path)
    options = "{min_scale: 0.5, exclude: 'spectral/*', measure: true}"
    replace(work / "mkdocs.yml", "plugins: []", f"plugins:\n  - mathfit: {options}")
    replace(work / "mkdocs.yml", "site_url: https://blog.example/", "site_url: ''")
    path = os.pathsep.join([str(builds.PYTHON_TOOLS / "bin"), os.environ["PATH"]])
    command = ["mkdocs", "serve", "--no-livereload", "--dev-addr", f"127.0.0.1:{free_port()}"]
    with subprocess.Popen(
        command,
        cwd=work,
        env=os.environ | {"PATH": path, "NO_COLOR": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stderr is not None
        try:
            told: list[str] = []
            address = ""
            for line in server.stderr:
                told.append(line)
                if "Serving on " in line:
                    address = line.rpartition(" ")[2].strip()
                    break
            assert address, "".join(told)
            pages = {}
            for name in ("gradient", "spectral"):
                with urlopen(f"{address}{name}/") as answer:  # noqa: S310  # the server's own address
                    pages[name] = answer.read().decode("utf-8")
        finally:
            server.terminate()
    assert pages["gradient"].count("<math-fit-ink") == 4
    assert 'data-min-scale="0.5"' in pages["gradient"]
    assert "math-fit" not in pages["spectral"]


# --- Sphinx ---------------------------------------------------------------------------------------


def sphinx(tmp_path: Path, *lines: str) -> Path:
    """Make the project of Sphinx one that names the extension, with more lines in conf.py."""
    work = project("sphinx", tmp_path)
    replace(work / "conf.py", '"myst_parser"', '"mathfit.sphinx", "myst_parser"')
    with (work / "conf.py").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return work


@pytest.mark.browser
@pytest.mark.parametrize(
    ("theme", "builder"),
    [
        ("pydata_sphinx_theme", "html"),
        ("furo", "dirhtml"),
        ("sphinx_book_theme", "html"),
    ],
)
def test_sphinx_fits_what_people_read(tmp_path: Path, theme: str, builder: str) -> None:
    measured = theme == "furo"
    lines = ["mathfit_measure = True", f"mathfit_packages = {PACKAGES!r}"] if measured else []
    work = sphinx(tmp_path, f"html_theme = {theme!r}", *lines)
    site = work / "site"
    done = tool("sphinx-build", "-j", "2", "-b", builder, work, site, cwd=work)
    assert done.returncode == 0, done.stdout
    assert "mathfit: 8 equations in 2 pages" in done.stdout
    # Neither the extension nor another makes Sphinx give up working in parallel.
    assert "is not safe for parallel" not in done.stdout
    named = "{}/index.html" if builder == "dirhtml" else "{}.html"
    found = wrapped(site)
    assert set(found) == {named.format("gradient"), named.format("spectral")}
    # Measured beforehand, inline formulas have wrappers, too.
    assert set(found.values()) == {4} or measured
    page = (site / named.format("gradient")).read_text(encoding="utf-8")
    assert ("--mathfit-w:" in page) is measured
    verify(site, named.format("spectral"))


def test_sphinx_fits_a_site_of_one_page(tmp_path: Path) -> None:
    work = sphinx(tmp_path)
    done = tool("sphinx-build", "-q", "-b", "singlehtml", work, work / "site", cwd=work)
    assert done.returncode == 0, done.stdout
    assert wrapped(work / "site") == {"index.html": 8}


def test_sphinx_leaves_what_is_no_website(tmp_path: Path) -> None:
    work = sphinx(tmp_path)
    done = tool("sphinx-build", "-q", "-b", "epub", work, work / "book", cwd=work)
    assert done.returncode == 0, done.stdout
    pages = list((work / "book").rglob("*.xhtml"))
    assert len(pages) > 2
    assert not any(b"math-fit" in page.read_bytes() for page in pages)


# --- Pelican --------------------------------------------------------------------------------------

MINIFIER = """
from pathlib import Path
from pelican import signals

def minify(pelican):
    for page in Path(pelican.output_path).rglob("*.html"):
        page.with_suffix(".seen").write_bytes(page.read_bytes())

def register():
    signals.finalized.connect(minify)
"""


@pytest.mark.browser
def test_pelican_finds_the_plugin_by_itself(tmp_path: Path) -> None:
    work = project("pelican", tmp_path)
    replace(work / "pelicanconf.py", 'PLUGINS = ["pelican.plugins.render_math"]\n', "")
    done = tool("pelican", "-v", "content", "-o", "site", "-s", "pelicanconf.py", cwd=work)
    assert done.returncode == 0, done.stdout
    assert "mathfit: 23 equations in 5 pages of 9 pages" in done.stdout
    verify(work / "site", "pu-ban-jing-yu-shou-lian.html")


def test_pelican_fits_after_what_writes_and_before_what_minifies(tmp_path: Path) -> None:
    work = project("pelican", tmp_path)
    (work / "minifier.py").write_text(MINIFIER, encoding="utf-8")
    replace(
        work / "pelicanconf.py",
        'PLUGINS = ["pelican.plugins.render_math"]',
        'PLUGINS = ["minifier", "mathfit", "render_math"]\nMATHFIT = {"min_scale": 0.5}',
    )
    done = tool("pelican", "content", "-o", "site", "-s", "pelicanconf.py", cwd=work)
    assert done.returncode == 0, done.stdout
    seen = list((work / "site").rglob("*.seen"))
    assert len(seen) > 4
    for page in seen:
        assert page.read_bytes() == page.with_suffix(".html").read_bytes()
    post = (work / "site" / "gradients-of-a-matrix-product.html").read_text(encoding="utf-8")
    assert post.count("<math-fit-ink") == 4
    assert 'data-min-scale="0.5"' in post


# --- Jekyll ---------------------------------------------------------------------------------------

JEKYLL = ROOT / "plugins" / "jekyll"


def jekyll(work: Path, options: str) -> subprocess.CompletedProcess[str]:
    """Build the site with the plugin, as `bundle exec jekyll build` does with a gem of the path."""
    with (work / "_config.yml").open("a", encoding="utf-8") as file:
        file.write(f"plugins: [jekyll-mathfit]\nexclude: [site]\n{options}\n")
    command = ("jekyll", "build", "--disable-disk-cache", "--destination", work / "site")
    return tool(*command, cwd=work, RUBYLIB=str(JEKYLL / "lib"))


@pytest.mark.browser
def test_jekyll_fits_what_it_has_written(tmp_path: Path) -> None:
    work = project("jekyll", tmp_path)
    done = jekyll(work, "mathfit: {min_scale: 0.5, enlarge: false, measure: false, allow: [a, b]}")
    assert done.returncode == 0, done.stdout
    assert "mathfit: 8 equations in 2 pages of 3 pages" in done.stdout
    assert wrapped(work / "site") == {"gradient.html": 4, "spectral.html": 4}
    page = (work / "site" / "gradient.html").read_text(encoding="utf-8")
    assert 'data-min-scale="0.5"' in page
    verify(work / "site", "spectral.html", "--min-scale", "0.5")


def test_jekyll_names_a_wrong_option(tmp_path: Path) -> None:
    work = project("jekyll", tmp_path)
    done = jekyll(work, "mathfit: {minscale: 0.5}")
    assert done.returncode != 0
    assert "No such option '--minscale'" in done.stdout
    assert "--min-scale" in done.stdout


def test_the_gem_can_be_built(tmp_path: Path) -> None:
    if shutil.which("gem") is None:
        pytest.skip("gem is not installed (Debian and Ubuntu: apt-get install ruby)")
    gem = tmp_path / "mathfit.gem"
    done = tool("gem", "build", "jekyll-mathfit.gemspec", "--output", gem, cwd=JEKYLL)
    assert done.returncode == 0, done.stdout
    assert gem.is_file()


# --- Quarto ---------------------------------------------------------------------------------------

QUARTO = ROOT / "plugins" / "quarto" / "_extensions" / "mathfit" / "_extension.yml"


def rendered(tmp_path: Path, folder: str) -> tuple[Path, str]:
    """Make a project as Quarto leaves it, with the command that its extension names.

    No registry has Quarto. Its pages are pandoc's: here, those of the pandoc that comes from PyPI.
    """
    work = project("pandoc-mathjax", tmp_path)
    (work / folder).mkdir(exist_ok=True)
    for page in (builds.BUILD / "pandoc-mathjax" / "site").glob("*.html"):
        shutil.copy(page, work / folder)
    extension = yaml.safe_load(QUARTO.read_text(encoding="utf-8"))
    (command,) = extension["contributes"]["metadata"]["project"]["post-render"]
    return work, command


@pytest.mark.browser
def test_quarto_runs_the_command_on_its_output(tmp_path: Path) -> None:
    work, command = rendered(tmp_path, "_site")
    files = "_site/gradient.html\n_site/spectral.html\n_site/index.html"
    told = {"QUARTO_PROJECT_OUTPUT_DIR": "_site", "QUARTO_PROJECT_OUTPUT_FILES": files}
    done = tool(*shlex.split(command), cwd=work, **told)
    assert done.returncode == 0, done.stdout
    assert "8 equations in 2 pages of 3 pages; 2 pages changed in _site" in done.stdout
    assert wrapped(work / "_site") == {"gradient.html": 4, "spectral.html": 4}
    verify(work / "_site", "spectral.html")


def test_quarto_with_pages_beside_their_sources(tmp_path: Path) -> None:
    work, command = rendered(tmp_path, ".")
    told = {"QUARTO_PROJECT_OUTPUT_DIR": ".", "QUARTO_PROJECT_OUTPUT_FILES": "gradient.html"}
    done = tool(*shlex.split(command), cwd=work, **told)
    assert done.returncode == 0, done.stdout
    # Quarto has not rendered the other: the folder may hold pages that are none of its business.
    assert wrapped(work) == {"gradient.html": 4}


def test_the_command_of_quarto_says_who_runs_it(tmp_path: Path) -> None:
    project("pandoc-mathjax", tmp_path)
    done = tool("mathfit-quarto", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout.count("\n") == 1
    assert "mathfit apply FOLDER" in done.stdout


# --- wrong options --------------------------------------------------------------------------------

MKDOCS = ("mkdocs-material", "mkdocs.yml", ("mkdocs", "build", "-q"))
SPHINX = ("sphinx", "conf.py", ("sphinx-build", "-q", ".", "site"))
PELICAN = ("pelican", "pelicanconf.py", ("pelican", "content", "-o", "site"))


@pytest.mark.parametrize(
    ("of", "old", "new", "message"),
    [
        (
            MKDOCS,
            "plugins: []",
            "plugins: [{mathfit: {minscale: 0.5}}]",
            "option 'minscale': there is no option 'minscale'; did you mean 'min_scale'?",
        ),
        (
            MKDOCS,
            "plugins: []",
            "plugins: [{mathfit: {out: public}}]",
            "'out' is no option of the plugin: the generator says where the site lies",
        ),
        (
            SPHINX,
            '"myst_parser"',
            '"mathfit.sphinx", "myst_parser"]\nmathfit_min_scal = 0.5\n_ = [""',
            "there is no option 'mathfit_min_scal'; did you mean 'mathfit_min_scale'?",
        ),
        (
            SPHINX,
            '"myst_parser"',
            '"mathfit.sphinx", "myst_parser"]\nmathfit_min_scale = 7\n_ = [""',
            "conf.py: bad value for 'min-scale': 7.0 is not in the range 0<=x<=1.",
        ),
        (
            PELICAN,
            "PLUGINS =",
            'MATHFIT = {"minscale": 0.5}\nPLUGINS = ["mathfit"] +',
            "MATHFIT: there is no option 'minscale'; did you mean 'min_scale'?",
        ),
    ],
    ids=["mkdocs", "mkdocs-out", "sphinx", "sphinx-value", "pelican"],
)
def test_a_wrong_option_is_named_before_the_build(
    tmp_path: Path, of: tuple[str, str, tuple[str, ...]], old: str, new: str, message: str
) -> None:
    name, configuration, command = of
    work = project(name, tmp_path)
    replace(work / configuration, old, new)
    done = tool(*command, cwd=work)
    assert done.returncode != 0
    assert message in done.stdout
    assert not list((work / "site").rglob("*.html"))
