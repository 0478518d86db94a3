"""Which address means which engine: the table of engines, and the table of hosts.

An *address* is what stands in ``src`` or ``href``: absolute, protocol-relative or relative. A match
tells the engine, the npm package, the version that the address asks for, and the path inside that
npm package, so that whoever holds the package can answer the address (``--packages``).

An engine whose address tells nothing (a bundle, a copy called ``lib.js``) is known by its code.

To teach mathfit a new engine, add a row to ``ENGINES``; a new mirror, a line to ``HOSTS``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

EngineName = Literal["mathjax", "katex", "temml"]


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """One address, read: ``package@version/path`` of an engine."""

    engine: EngineName
    """The engine that it belongs to."""
    package: str
    """The npm package."""
    version: str | None
    """What the address asks for, as written (``3``, ``3.2.2``, ``latest``), or None."""
    path: str
    """The file in the npm package; empty for the package's main file."""
    by_name: bool = False
    """Only the file name gave the engine away (a copy on the site itself): version and path are
    then the best guess that the address allows."""


@dataclass(frozen=True, slots=True)
class EngineCode:
    """An engine that a script holds, whatever the script is called."""

    engine: EngineName
    """The engine."""
    version: str | None
    """The version that its code names."""
    reads_text: bool
    """The part of it that finds TeX in text is there as well."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """File names that only one engine has, wherever they lie."""

    name: str
    """A pattern, matched whole."""
    folders: tuple[str, ...]
    """Folders before the name that belong to the package: the longest that fits is taken, and the
    first is the guess where none does."""
    version: str | None = None
    """The version that such a name implies."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: a row of the table, with all the ways in which an address gives it away."""

    name: EngineName
    """How the package calls it, and how npm and cdnjs call it."""
    packages: tuple[str, ...]
    """Names of its npm packages, as patterns, matched whole. The fonts of MathJax 4 and the speech
    rules are packages of their own, which the engine asks for at run time."""
    cdnjs: str
    """The folder of its npm package that cdnjs publishes as its root."""
    files: tuple[LocalFile, ...]
    """The names of its files in a copy on the site itself."""
    code: tuple[str, ...]
    """Strings that its code keeps in every bundle, and that nobody else's code has."""
    reading: tuple[str, ...]
    """The same of the part that finds TeX in text."""
    version: str
    """A pattern of how its code names its version, which is the pattern's one group."""


# THE table of engines.
ENGINES = (
    Engine(
        "mathjax",
        (r"mathjax(-full)?", r"@mathjax/[\w.-]+", r"speech-rule-engine"),
        "",
        (
            LocalFile(r"MathJax\.js", ("", "unpacked/"), "2"),
            LocalFile(
                r"(tex|mml)(-mml)?-(chtml|svg)(-full|-full-speech|-nofont)?\.js", ("", "es5/")
            ),
        ),
        # Names of options, and of what MathJax 2 offers: no minifier shortens them.
        ("mathjax_ignore", "processRefs", "MathJax.isReady"),
        ("processRefs", "MathJax.isReady"),
        r"""(?:\bMathJax\.version|\bVERSION|\bmathjaxVersion)\s*=\s*["']([\d.]+)["']""",
    ),
    Engine(
        "katex",
        (r"katex",),
        "dist/",
        (
            LocalFile(r"katex(\.min)?\.(m?js|css)|katex-swap(\.min)?\.css", ("dist/",)),
            LocalFile(
                r"(auto-render|mhchem\.min|copy-tex|mathtex-script-type|render-a11y-string)"
                r"(\.min)?\.m?js",
                ("dist/contrib/",),
            ),
            LocalFile(r"KaTeX_[\w-]+\.(woff2?|ttf)", ("dist/fonts/",)),
        ),
        ("KaTeX parse error: ", "KaTeX auto-render: "),
        ("KaTeX auto-render: ",),
        r"""\bversion\s*[:=]\s*["'](0\.\d+\.\d+)["'](?:,\s*render|;\s*\w+\s+__domTree)""",
    ),
    Engine(
        "temml",
        (r"temml",),
        "dist/",
        (LocalFile(r"temml(\.min)?\.(js|mjs|cjs)|Temml-[\w-]+\.css", ("dist/",)),),
        ("Temml auto-render: ",),
        ("Temml auto-render: ",),
        r"""\bversion\s*[:=]\s*["'](0\.\d+\.\d+)["']""",
    ),
)

_VERSION = r"[\w.^~*+-]+"
_NPM = rf"(?P<package>(?:@[\w.-]+/)?[\w.-]+)(?:@(?P<version>{_VERSION}))?(?:/(?P<path>.*))?"
_NPMMIRROR = rf"(?P<package>(?:@[\w.-]+/)?[\w.-]+)/(?P<version>{_VERSION})/files/(?P<path>.*)"
_CDNJS = rf"(?P<library>[\w.-]+)/(?P<version>{_VERSION})/(?P<path>.*)"
# Names of builds stand before the npm package: `v135/`, `stable/`, `pin/`, `-/`.
_ESM = (
    rf"(?:(?:v\d+|stable|pin|-|\*)/)?\*?(?P<package>(?:@[\w.-]+/)?[\w.-]+?)"
    rf"(?:@(?P<version>{_VERSION}?)(?:-\w{{16,}})?)?(?:/(?P<path>.*))?(?P<module>)"
)
_GITHUB_MATHJAX = rf"mathjax/mathjax(?:@(?P<version>{_VERSION}))?/(?P<path>.*)"
# "latest" there means the last of version 2: that host never served a later one.
_MATHJAX_2 = r"mathjax/(?:latest|(?P<version>[\w.]+)(?:-latest|-beta)?)/(?P<path>.*?)(?P<two>)"

# (host, folder on that host, how the rest reads). Hosts and rests are patterns, matched whole.
HOSTS: tuple[tuple[str, str, str], ...] = (
    # jsDelivr, its regional names and its mirrors
    (r"(\w+\.)?jsdelivr\.(net|com)|cdn\.jsdmirror\.(com|cn)|jsd\.\w+\.(com|cn|top)", "npm/", _NPM),
    (r"(\w+\.)?jsdelivr\.net", "gh/", _GITHUB_MATHJAX),
    (r"(www\.)?unpkg\.com|npm\.elemecdn\.com|unpkg\.zhimg\.com|unpkg\.\w+\.(com|cn)", "", _NPM),
    (r"(registry|cdn)\.npmmirror\.com", "(packages/)?", _NPMMIRROR),
    # npm packages as ES modules
    (r"(cdn\.|raw\.)?esm\.sh|(www\.)?esm\.run|cdn\.(skypack|pika)\.dev|bundle\.run", "", _ESM),
    (r"(ga|dev)\.jspm\.io|jspm\.dev", "(npm:)?", _ESM),
    # cdnjs and the mirrors that keep its folders
    (
        r"cdnjs\.(cloudflare|loli|\w+)\.(com|net|cn)|cdn\.(bootcdn|loli)\.net|cdn\.bootcss\.com",
        "ajax/libs/",
        _CDNJS,
    ),
    (
        r"mirrors\.sustech\.edu\.cn|s4\.zstatic\.net",
        "(cdnjs/)?ajax/libs/",
        _CDNJS,
    ),
    (
        r"cdn\.bootcss\.com|cdn\.staticfile\.(org|net)|lib\.baomitu\.com",
        "",
        _CDNJS,
    ),
    (r"lf\d+-cdn-tos\.byte\w+\.\w+", r"(cdn/)?(expire-\d+-\w+/)?", _CDNJS),
    # MathJax 2's first homes, long redirected, still in many templates
    (r"cdn\.mathjax\.org|(www\.)?mathjax\.org|\w+(\.ssl)?\.cf\d\.rackcdn\.com", "", _MATHJAX_2),
    (r"d3eoax9i5htok0\.cloudfront\.net", "", _MATHJAX_2),
)

_HOSTS = tuple(
    (re.compile(host, re.IGNORECASE), re.compile(rf"/{folder}{rest}", re.IGNORECASE))
    for host, folder, rest in HOSTS
)
_PACKAGES = tuple(
    (re.compile(package), engine.name) for engine in ENGINES for package in engine.packages
)
_FILES = tuple((re.compile(file.name), file, engine) for engine in ENGINES for file in engine.files)
# Libraries as the cdnjs family names them, case folded.
_CDNJS_ROOTS = {engine.name: engine.cdnjs for engine in ENGINES}


def match_address(url: str) -> EngineAddress | None:
    """Read an address; None where it is no engine's. Never raises, whatever the text."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    path = unquote(parts.path)
    for known_host, known_path in _HOSTS:
        if host and known_host.fullmatch(host):
            match = known_path.fullmatch(path)
            if match and (found := _from_match(match)):
                return found
    return _by_file_name(path)


@lru_cache(maxsize=512)
def engines_in_code(script: str) -> tuple[EngineCode, ...]:
    """Tell which engines' own code a script's text holds."""
    found = []
    for engine in ENGINES:
        if any(sign in script for sign in engine.code):
            version = re.search(engine.version, script)
            reads_text = any(sign in script for sign in engine.reading)
            found.append(EngineCode(engine.name, version[1] if version else None, reads_text))
    return tuple(found)


def is_engine_itself(package: str) -> bool:
    """Tell an engine's own package, the first of its row, from those of its fonts and the like."""
    return any(re.fullmatch(engine.packages[0], package) for engine in ENGINES)


def engine_of_package(package: str) -> EngineName | None:
    """Tell which engine an npm package belongs to; None where it is no engine's."""
    for name, engine in _PACKAGES:
        if name.fullmatch(package):
            return engine
    return None


def _from_match(match: re.Match[str]) -> EngineAddress | None:
    groups = match.groupdict()
    path = groups.get("path") or ""
    version = groups.get("version")
    if library := groups.get("library"):
        package = library.lower()
        if package not in _CDNJS_ROOTS:
            return None
        path = _CDNJS_ROOTS[package] + path
    else:
        package = (groups.get("package") or "mathjax").lower()
    engine = engine_of_package(package)
    if engine is None:
        return None
    if "module" in groups:
        path = path or "+esm"  # as jsDelivr calls a whole package made one module; npm has none
    if "two" in groups:
        version = version or "2"
    return EngineAddress(engine, package, version, path)


def _by_file_name(path: str) -> EngineAddress | None:
    before, _, written = path.rpartition("/")
    before += "/"
    for pattern, file, engine in _FILES:
        name = next(filter(pattern.fullmatch, _without_hash(written)), None)
        if name is None:
            continue
        fitting = [folder for folder in file.folders if before.endswith("/" + folder)]
        folder = max(fitting, key=len) if fitting else file.folders[0]
        version = file.version or _version_in_path(before)
        if version is None and folder == "es5/":
            version = "3"  # only MathJax 3 has that folder
        path = folder + name
        return EngineAddress(engine.name, engine.name, version, path, by_name=True)
    return None


# What bundlers and generators put into a file's name, so that its address tells its content.
_HASH = re.compile(r"[.-](?=[^.]*\d|[^.]*[a-z][^.]*[A-Z]|[A-Z]{8}\b)[\w-]{6,64}(?=\.)")


def _without_hash(name: str) -> Iterator[str]:
    """Yield a file's name, and what it may be without a hash of its content in it."""
    yield name
    for at in range(len(name)):
        if match := _HASH.match(name, at):
            yield name[:at] + name[match.end() :]


def _version_in_path(folder: str) -> str | None:
    """Read the last version-like folder: ``/lib/katex-0.16.9/`` and ``/katex/0.16.9/dist/``."""
    match = re.match(r".*[/@v_-](\d+(?:\.\d+){0,2})(?=/)", "/" + folder, re.DOTALL)
    return match.group(1) if match else None
