"""The CSS and the script that go with the wrappers: their files, their names, their tags."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from mathfit.defaults import MIN_SCALE
from mathfit.errors import MathfitError

FILE_NAME = re.compile(r"mathfit\.([0-9a-f]{8})\.(?:css|js|woff2?|otf|ttf)")
_PACKAGE = Path(__file__).parent.parent
# Not a style element: a page's security policy may forbid one, and allows this.
_ADOPT = (
    "window.mathfit||(s=>{s.replaceSync(%s);"
    "document.adoptedStyleSheets=[...document.adoptedStyleSheets,s]})(new CSSStyleSheet);"
)
# An attribute of the tag, for those who take the file as it is.
_UNLESS_OFF = 'if(document.currentScript?.dataset.enlarge!=="off"){\n%s\n}'
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SnippetOptions:
    """What the page tells the script, as data attributes of its tag."""

    min_scale: float = MIN_SCALE
    """The smallest scale of an equation; what is wider even so scrolls (0: no limit)."""

    def attributes(self) -> str:
        """Return the attributes that are not the script's own defaults, each after a space."""
        parts = []
        if self.min_scale != MIN_SCALE:
            parts.append(f' data-min-scale="{self.min_scale:g}"')
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the assets."""

    suffix: str
    """`css` or `js`, or that of a font."""
    content: str = ""
    """The file's text, ASCII; empty for a font."""
    raw: bytes = b""
    """The content of a font."""

    @property
    def data(self) -> bytes:
        """The file's content."""
        return self.raw or self.content.encode("ascii")

    @property
    def name(self) -> str:
        """The file's name in a site, with eight hex digits of its content's SHA-256."""
        digest = hashlib.sha256(self.data).hexdigest()
        return f"mathfit.{digest[:8]}.{self.suffix}"


@lru_cache(maxsize=1)
def assets() -> tuple[Asset, Asset]:
    """Return the stylesheet and the script, minified."""
    return Asset("css", _file("dist/mathfit.min.css")), Asset("js", _file("dist/mathfit.min.js"))


@lru_cache(maxsize=1)
def measured_sheet() -> Asset:
    """Return the stylesheet of pages with sizes measured at build time, minified.

    It is the other stylesheet and what only such pages need: one file, one request.
    """
    return Asset(
        "css", f"{_file('dist/mathfit.min.css')}\n{_file('dist/mathfit-measured.min.css')}"
    )


@lru_cache(maxsize=1)
def enlarging() -> Asset:
    """Return the script that opens a shrunken equation at its natural size, minified."""
    return Asset("js", _file("dist/mathfit-enlarge.min.js"))


def names() -> tuple[str, ...]:
    """Return the names of the files that pages measured at read time may load."""
    return tuple(asset.name for asset in (*assets(), enlarging()))


def standalone(*, readable: bool = False, enlarge: bool = True) -> str:
    """Return one script that brings the stylesheet along, minified or to be read by people.

    With `enlarge` off, readers cannot open a shrunken equation at its natural size. A server that
    renders a page may load the script, which does nothing there.
    """
    end = "" if readable else ".min"
    sheet = _ADOPT % json.dumps(_file(f"dist/mathfit{end}.css"))
    parts = [sheet, _file(f"dist/mathfit{end}.js")]
    if enlarge:
        # Here and not in that script, which `apply` links for sites that want it.
        parts.append(_UNLESS_OFF % _file(f"dist/mathfit-enlarge{end}.js"))
    script = "\n".join(parts)
    return f'if(typeof document!=="undefined"){{{script}\n}}\n'


def snippet_tag(script: str, options: SnippetOptions, *, nonce: str | None = None) -> str:
    """Return a tag that holds the standalone script, for a page's head.

    `nonce` is what the page's security policy asks of scripts.
    """
    return f"<script{_nonce(nonce)}{options.attributes()}>{script}</script>"


def snippet_link(
    url: str, script: str, options: SnippetOptions, *, nonce: str | None = None
) -> str:
    """Return a tag that loads the standalone script from `url`, for a page's head.

    A browser runs what is at the address only if that is `script`, byte for byte. The tag is XML as
    well: Blogger's themes are.
    """
    digest = base64.b64encode(hashlib.sha384(script.encode("ascii")).digest()).decode("ascii")
    # From another host, a browser checks only what the host lets the page read.
    elsewhere = ' crossorigin="anonymous"' if _ELSEWHERE.match(url) else ""
    return (
        f'<script src="{escape(url)}" integrity="sha384-{digest}"{elsewhere}{_nonce(nonce)}'
        f'{options.attributes()} defer=""></script>'
    )


def _nonce(nonce: str | None) -> str:
    return f' nonce="{escape(nonce)}"' if nonce else ""


def is_ours(name: str, content: bytes) -> bool:
    """Tell whether a file is an asset of ours that nobody changed: its name holds its hash."""
    return (
        bool(FILE_NAME.fullmatch(name)) and Asset(name.rpartition(".")[2], raw=content).name == name
    )


def _file(name: str) -> str:
    """Read one file of the package's assets; in a checkout they lie beside the package."""
    for folder in (_PACKAGE / "assets", _PACKAGE.parent / "assets"):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="ascii").strip()
    raise MathfitError(f"the installation is incomplete: {name} is missing")


@dataclass(frozen=True, slots=True)
class Needs:
    """What one page needs."""

    sheets: tuple[Asset, ...]
    """The stylesheets, in the order in which they are loaded."""
    script: Asset | None
    """The script that measures and fits; None for a page that needs none."""
    enlarge: Asset | None = None
    """The script that opens a shrunken equation at its natural size."""

    def scripts(self, options: SnippetOptions) -> list[tuple[Asset, str]]:
        """Return the scripts, in this order, each with what the page tells it."""
        scripts = ((self.script, options.attributes()), (self.enlarge, ""))
        return [(script, attributes) for script, attributes in scripts if script is not None]

    @property
    def files(self) -> tuple[Asset, ...]:
        """All files that the page loads where assets are linked."""
        scripts = (self.script, self.enlarge)
        return (*self.sheets, *(script for script in scripts if script is not None))


def at_read_time() -> Needs:
    """Return what a page needs whose equations are measured by the script."""
    sheet, script = assets()
    return Needs((sheet,), script)


def at_build_time(*, script: bool, rules: str = "") -> Needs:
    """Return what a page needs whose equations have their sizes.

    `rules` is the text of a stylesheet with the sizes, for a page without style attributes.
    """
    sheets = (measured_sheet(), Asset("css", rules)) if rules else (measured_sheet(),)
    return Needs(sheets, assets()[1] if script else None)


@lru_cache(maxsize=64)
def linking_tags(prefix: str, options: SnippetOptions, needs: Needs, *, xml: bool = False) -> str:
    """Return the tags that load the assets from `prefix` (relative, empty or ending in `/`)."""
    empty, end = ('=""', "/") if xml else ("", "")
    prefix = escape(prefix)
    tags = [
        f'<link rel="stylesheet" href="{prefix}{sheet.name}" data-mathfit{empty}{end}>'
        for sheet in needs.sheets
    ]
    tags += [
        f'<script src="{prefix}{script.name}" data-mathfit{empty}{attributes} defer{empty}>'
        "</script>"
        for script, attributes in needs.scripts(options)
    ]
    return "".join(tags)


@lru_cache(maxsize=8)
def embedding_tags(options: SnippetOptions, needs: Needs, *, xml: bool = False) -> str:
    """Return the tags that hold the assets themselves."""
    empty = '=""' if xml else ""

    def held(asset: Asset) -> str:
        return f"/*<![CDATA[*/{asset.content}/*]]>*/" if xml else asset.content

    tags = [f"<style data-mathfit{empty}>{held(sheet)}</style>" for sheet in needs.sheets]
    tags += [
        f"<script data-mathfit{empty}{attributes}>{held(script)}</script>"
        for script, attributes in needs.scripts(options)
    ]
    return "".join(tags)


# Start tags that are ours: what `linking_tags` and `embedding_tags` write, in this and every
# released version.
START_TAG = re.compile(
    r'<link rel="stylesheet" href="[^"<>]*mathfit\.[0-9a-f]{8}\.css" data-mathfit(?:="")?/?>'
    r'|<script(?: src="[^"<>]*mathfit\.[0-9a-f]{8}\.js")? data-mathfit(?:="")?'
    r'(?: data-[a-z-]+="[^"<>]*")*(?: defer(?:="")?)?>'
    r'|<style data-mathfit(?:="")?>'
)
SELECTOR = "link[data-mathfit], script[data-mathfit], style[data-mathfit]"
