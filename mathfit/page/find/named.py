"""What a script names: the addresses and packages of engines, and other scripts of the site.

The script is looked through, not parsed: a name counts wherever it stands between quotes, so that
it does not matter which loader gets it (a script element, `import`, require.js, SystemJS, jQuery).
"""

from __future__ import annotations

import re
from functools import lru_cache

from mathfit.engines import EngineAddress, engine_of_package, match_address

# Cheap to find: what every address of an engine has.
_ANY_ENGINE = re.compile(r"athjax|katex|temml|\b(?:tex|mml)-(?:mml-)?(?:chtml|svg)|auto-render")
_QUOTED_FILE = re.compile(r"""["'`]([^"'`\s<>]{1,300}\.m?js(?:[?#][^"'`\s<>]*)?)["'`]""")
_QUOTED_URL = re.compile(r"""["'`]((?:https?:)?//[^"'`\s<>]{4,300})["'`]""")
# The names of modules, in scripts for loaders that add the `.js`.
_QUOTED_NAME = re.compile(r"""["'`]([\w@.][\w@./-]{1,200})["'`]""")
_ADDS_EXTENSION = re.compile(r"\b(?:require(?:js)?|define|System|curl)\b\s*(?:\.\w+\s*)?[(=]")
_IMPORTED = re.compile(
    r"""\b(?:from|import|require|System\.import)\s*\(?\s*["'`](?:npm:)?([\w@][\w@./-]*)["'`]"""
)
# A map of modules, or of a loader's paths: `"katex": "/js/k.js"`.
_MAPPED = re.compile(r"""["']([\w@][\w@./-]*)["']\s*:\s*["'](?:\.{0,2}/|https?://)""")
_PACKAGE = re.compile(r"((?:@[\w.-]+/)?[\w.-]+)(?:@([\w.^~*+-]+))?(?:/(.*))?")
_NO_SCRIPT = re.compile(r"\.(?:css|scss|woff2?|ttf|otf|json|map|html?|md|txt|pdf|png|svg|gif)$")


def addresses(text: str) -> list[tuple[EngineAddress, str]]:
    """Return the engines' addresses that a text names, each also as it is written.

    Stylesheets and fonts are left out.
    """
    # A loader may be written in any case of letters; in a name of a file the case counts.
    if not _ANY_ENGINE.search(text) and "athJax" not in text:
        return []
    return list(_addresses(text))


@lru_cache(maxsize=256)
def _addresses(text: str) -> tuple[tuple[EngineAddress, str], ...]:
    text = text.replace("\\/", "/")  # as JSON writes it in an HTML page
    found: dict[str, EngineAddress | None] = {}
    for match in _QUOTED_FILE.finditer(text):
        found[match[1]] = match_address(match[1])
    for match in _QUOTED_URL.finditer(text):
        address = match_address(match[1])
        if address is not None and not address.by_name:
            found.setdefault(match[1], address)
    for pattern in (_IMPORTED, _MAPPED):
        for match in pattern.finditer(text):
            found.setdefault(match[1], _package(match[1]))
    if _ADDS_EXTENSION.search(text):
        for match in _QUOTED_NAME.finditer(text):
            name = match[1]
            found.setdefault(name, match_address(f"{name}.js") or _package(name))
    return tuple(
        (address, url)
        for url, address in found.items()
        if address is not None and not _NO_SCRIPT.search(address.path)
    )


def _package(name: str) -> EngineAddress | None:
    """Read the name of a module as an npm package's (`katex/contrib/auto-render`)."""
    match = _PACKAGE.fullmatch(name)
    engine = engine_of_package(match[1]) if match else None
    if match is None or engine is None:
        return None
    return EngineAddress(engine, match[1], match[2], match[3] or "", by_name=True)


@lru_cache(maxsize=512)
def other_scripts(text: str) -> tuple[str, ...]:
    """Return the addresses of scripts that a script names, as they are written, engines left out.

    Those for loaders that add the `.js` have it here.
    """
    names = [match[1] for match in _QUOTED_FILE.finditer(text)]
    if _ADDS_EXTENSION.search(text):
        names += [f"{match[1]}.js" for match in _QUOTED_NAME.finditer(text)]
    own = (name for name in names if "//" not in name and match_address(name) is None)
    return tuple(dict.fromkeys(own))
