"""Builds one small site with frameworks that own their pages: tests/frameworks/build/<name>/site.

    python -m tests.frameworks.builds                  all of them
    python -m tests.frameworks.builds react vue ...    some

Where mathfit has a plugin for what typesets a site's formulas, the site is built a second time,
with the plugin, in tests/frameworks/build/<name>-plugin.

Each site has a page without formulas, a page with them, and controls that make the framework show,
hide, move, add and change equations. shared/content.json has the formulas, sites/<name> what each
framework makes of them in its own idiom. A framework that cannot be had on this machine is left
out and named, with the reason.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.archives import unpack
from tests.generators.builds import LeftOutError, is_current, run
from tests.npm.project import packed

HERE = Path(__file__).resolve().parent
SHARED = HERE / "shared"
BUILD = HERE / "build"
NODE_MODULES = BUILD / "node_modules"  # above the sites, so that their scripts' imports find it
TOOLS = ("package.json", "package-lock.json", ".npmrc")
PACKAGE = HERE.parents[1] / "npm"
PLUGINS = tuple(PACKAGE / name for name in ("package.json", "prepack.mjs", "src"))

# Markdown has no way to read a file of formulas: they are put where their names stand.
PLACE = re.compile(r"@([a-z]+(?:\.[a-z]+)?)@")

QUIET = {"NEXT_TELEMETRY_DISABLED": "1", "ASTRO_TELEMETRY_DISABLED": "1"}
"""No build may need the network, and none is to tell anybody that it ran."""


@dataclass(frozen=True, slots=True)
class Framework:
    """A way to build the site."""

    name: str
    commands: tuple[str, ...]
    """Run in a copy of the recipe, one after the other; they write site/."""
    folder: str = ""
    """The folder with what is this framework's own, where it is not sites/ and the name."""
    environment: dict[str, str] = field(default_factory=dict)
    marked: bool = True
    """Whether its pages tell that a framework, or a router, owns them: those of a script that
    somebody wrote do not, and whoever has such a site says so to apply."""
    home: str = "/"
    """The address of the page without formulas."""
    math: str = "/math/"
    """The address of the page with them."""
    # No input of a build: what the copy with the plugin has instead is its environment.
    plugin: bool = field(default=False, repr=False)
    """Whether Markdown makes its formulas, so that a plugin of mathfit's can be in between."""

    @property
    def source(self) -> Path:
        """The folder with what is this framework's own."""
        return HERE / (self.folder or f"sites/{self.name}")

    @property
    def with_plugin(self) -> Framework:
        """The same site, built with mathfit's plugin."""
        return replace(
            self,
            name=f"{self.name}-plugin",
            folder=str(self.source.relative_to(HERE)),
            environment=self.environment | WITH_PLUGIN,
        )


WITH_PLUGIN = {"MATHFIT": "plugin"}
"""What the sites' configuration reads."""

# Vue and SvelteKit have no plugin: their components call KaTeX's renderToString, and nothing reads
# what it returns before the framework does. So do some of Next's and Astro's components, whose
# equations have no wrapper in the site with the plugin either; those of their Markdown have one.
FRAMEWORKS = (
    Framework(
        "react",
        ("node shared/bundle.mjs server.jsx client.jsx",),
        marked=False,
        plugin=True,
    ),
    Framework("vue", ("node shared/bundle.mjs server.mjs client.mjs",), marked=False),
    Framework("docusaurus", ("docusaurus build --out-dir site",), plugin=True),
    Framework("vitepress", ("vitepress build",), math="/math.html", plugin=True),
    Framework(
        "vitepress-katex",
        ("vitepress build",),
        folder="sites/vitepress",
        environment={"FORMULAS": "katex"},
        math="/math.html",
        plugin=True,
    ),
    Framework("next", ("next build",), plugin=True),
    Framework("astro", ("astro build",), plugin=True),
    Framework("sveltekit", ("svelte-kit sync", "vite build")),
)
CASES = Framework("cases", ("node build.mjs",), folder="cases", marked=False)
"""Small pages, one for each way in which a page can change its equations."""


def digest_of(*paths: Path, extra: str = "") -> str:
    """Digest what the files, and all files in the folders, hold."""
    digest = hashlib.sha256(extra.encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                name = os.path.relpath(file, HERE)
                digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def get_tools() -> None:
    """Install what package-lock.json names, once."""
    stamp, digest = NODE_MODULES / ".stamp", digest_of(*(HERE / name for name in TOOLS))
    if is_current(stamp, digest):
        return
    for name in TOOLS:
        shutil.copy(HERE / name, BUILD / name)
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=BUILD)
    stamp.write_text(digest, encoding="utf-8")


def install(package: Path, folder: Path) -> None:
    """Put mathfit's package where a site's imports find it; one built without it uses none."""
    with tempfile.TemporaryDirectory(dir=BUILD) as made:
        unpack(package, Path(made))
        shutil.copytree(Path(made) / "package", folder)


def formulas() -> dict[str, str]:
    """Give the TeX of the formulas by the names that stand for them in Markdown."""
    content: dict[str, Any] = json.loads((SHARED / "content.json").read_text(encoding="utf-8"))
    items = {f"items.{name}": tex for name, tex in content.pop("items").items()}
    return content | items


def build(framework: Framework) -> Path:
    """Build the site, if what is there is not of the same input, and return its folder.

    Raises LeftOutError where the framework cannot be had or fails.
    """
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        # Tests run in several processes at once, and the tools are everybody's.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _build(framework)


def _build(framework: Framework) -> Path:
    work = BUILD / framework.name
    inputs = [SHARED, framework.source, *(HERE / name for name in TOOLS)]
    if WITH_PLUGIN.items() <= framework.environment.items():
        inputs += PLUGINS
    stamp, digest = work / ".stamp", digest_of(*inputs, extra=repr(framework))
    if is_current(stamp, digest):
        return work / "site"
    get_tools()
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(framework.source, work)
    shutil.copytree(SHARED, work / "shared")
    install(packed(), work / "node_modules" / "mathfit")
    texts = formulas()
    for path in [*work.rglob("*.md"), *work.rglob("*.mdx")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(PLACE.sub(lambda found: texts[found[1]], text), encoding="utf-8")
    # Not the PATH of the other generators, whose astro is another version.
    path_of_tools = os.pathsep.join([str(NODE_MODULES / ".bin"), os.environ["PATH"]])
    for command in framework.commands:
        run(*command.split(), cwd=work, PATH=path_of_tools, **QUIET, **framework.environment)
    stamp.write_text(digest, encoding="utf-8")
    return work / "site"


def main(names: list[str]) -> int:
    """Build those named, or all, and say what became of each."""
    unknown = set(names) - {framework.name for framework in FRAMEWORKS}
    if unknown:
        print(f"no such framework: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    for framework in FRAMEWORKS:
        if names and framework.name not in names:
            continue
        for one in [framework, *([framework.with_plugin] if framework.plugin else [])]:
            try:
                site = build(one)
                pages = len(list(site.rglob("*.html")))
                print(f"{one.name}: {pages} pages in {site.relative_to(HERE)}")
            except LeftOutError as reason:
                print(f"{one.name}: left out: {reason}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
