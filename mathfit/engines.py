"""Which address means which engine: the one table of hosts, packages and file names.

An *address* is what stands in ``src`` or ``href``: absolute, protocol-relative or relative. A match
tells the engine, the npm package, the version that the address asks for, and the path inside that
npm package, so that whoever holds the package can answer the address (``--packages``).

To teach mathfit a new mirror, add a line to ``HOSTS``; a new file name of a local copy, to
``LOCAL_FILES``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

EngineName = Literal["mathjax", "katex", "temml"]


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """One address, read: ``package@version/path`` of an engine.

    ``version`` is what the address asks for, as written (``3``, ``3.2.2``, ``latest``), or None.
    ``path`` is relative to the root of the npm package and may be empty (the package's main file).
    ``by_name`` is true where only the file name gave the engine away (a copy on the site itself):
    version and path are then the best guess that the address allows.
    """

    engine: EngineName
    package: str
    version: str | None
    path: str
    by_name: bool = False


# npm package (a pattern, matched whole) -> engine. The fonts of MathJax 4 and the speech rules are
# packages of their own that the engine asks for at run time.
PACKAGES: tuple[tuple[str, EngineName], ...] = (
    (r"mathjax(-full)?", "mathjax"),
    (r"@mathjax/[\w.-]+", "mathjax"),
    (r"speech-rule-engine", "mathjax"),
    (r"katex", "katex"),
    (r"temml", "temml"),
)

# Libraries as the cdnjs family names them (case folded) -> npm package and the folder of the
# package that cdnjs publishes as its root.
CDNJS_LIBRARIES: dict[str, tuple[str, str]] = {
    "mathjax": ("mathjax", ""),
    "katex": ("katex", "dist/"),
    "temml": ("temml", "dist/"),
}

_VERSION = r"[\w.^~*+-]+"
_NPM = rf"(?P<package>(?:@[\w.-]+/)?[\w.-]+)(?:@(?P<version>{_VERSION}))?(?:/(?P<path>.*))?"
_NPMMIRROR = rf"(?P<package>(?:@[\w.-]+/)?[\w.-]+)/(?P<version>{_VERSION})/files/(?P<path>.*)"
_CDNJS = rf"(?P<library>[\w.-]+)/(?P<version>{_VERSION})/(?P<path>.*)"
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

# File names that only one engine has -> package, version they imply, and folders before the name
# that belong to the package (the longest that fits is taken; the first is the guess where none
# does).
_COMBINED = r"(tex|mml)(-mml)?-(chtml|svg)(-full|-full-speech|-nofont)?\.js"
_CONTRIB = (
    r"(auto-render|mhchem\.min|copy-tex|mathtex-script-type|render-a11y-string)(\.min)?\.m?js"
)
LOCAL_FILES: tuple[tuple[str, EngineName, str | None, tuple[str, ...]], ...] = (
    (r"MathJax\.js", "mathjax", "2", ("", "unpacked/")),
    (_COMBINED, "mathjax", None, ("", "es5/")),
    (r"katex(\.min)?\.(m?js|css)|katex-swap(\.min)?\.css", "katex", None, ("dist/",)),
    (_CONTRIB, "katex", None, ("dist/contrib/",)),
    (r"KaTeX_[\w-]+\.(woff2?|ttf)", "katex", None, ("dist/fonts/",)),
    (r"temml(\.min)?\.(js|mjs|cjs)|Temml-[\w-]+\.css", "temml", None, ("dist/",)),
)

_HOSTS = tuple(
    (re.compile(host, re.IGNORECASE), re.compile(rf"/{folder}{rest}", re.IGNORECASE))
    for host, folder, rest in HOSTS
)
_PACKAGES = tuple((re.compile(name), engine) for name, engine in PACKAGES)


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
        if library.lower() not in CDNJS_LIBRARIES:
            return None
        package, folder = CDNJS_LIBRARIES[library.lower()]
        path = folder + path
    else:
        package = (groups.get("package") or "mathjax").lower()
    engine = engine_of_package(package)
    if engine is None:
        return None
    if "two" in groups:
        version = version or "2"
    return EngineAddress(engine, package, version, path)


def _by_file_name(path: str) -> EngineAddress | None:
    before, _, name = path.rpartition("/")
    before += "/"
    for pattern, engine, implied, folders in LOCAL_FILES:
        if not re.fullmatch(pattern, name):
            continue
        fitting = [folder for folder in folders if before.endswith("/" + folder)]
        folder = max(fitting, key=len) if fitting else folders[0]
        version = implied or _version_in_path(before)
        if version is None and folder == "es5/":
            version = "3"  # only MathJax 3 has that folder
        return EngineAddress(engine, engine, version, folder + name, by_name=True)
    return None


def _version_in_path(folder: str) -> str | None:
    """Read the last version-like folder: ``/lib/katex-0.16.9/`` and ``/katex/0.16.9/dist/``."""
    match = re.match(r".*[/@v_-](\d+(?:\.\d+){0,2})(?=/)", "/" + folder, re.DOTALL)
    return match.group(1) if match else None
