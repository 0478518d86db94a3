"""Each engine's own rules for TeX in text, as the engines ship them, and as a page changes them.

The defaults were read from the engines' sources: MathJax 2.7.9 (tex2jax), 3.2.2 and 4.1.3 (FindTeX
and HTMLDomStrings), KaTeX 0.10 to 0.19 and Temml (auto-render).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mathfit.page.find.tex import Delimiter, Rules, Scope, Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MATHJAX_DELIMITERS = (
    Delimiter("\\(", "\\)", display=False),
    Delimiter("$$", "$$", display=True),
    Delimiter("\\[", "\\]", display=True),
)
_MATHJAX_SKIPS = frozenset(("script", "noscript", "style", "textarea", "pre", "code"))
_ANNOTATIONS = frozenset(("annotation", "annotation-xml"))

MATHJAX2 = Rules(
    search=Search.MATHJAX2,
    delimiters=_MATHJAX_DELIMITERS,
    environments=True,
    escapes=False,
    skip_tags=_MATHJAX_SKIPS | _ANNOTATIONS,
    ignore="tex2jax_ignore|MathJax_Preview",
    process="tex2jax_process",
)
MATHJAX3 = Rules(
    search=Search.MATHJAX,
    delimiters=_MATHJAX_DELIMITERS,
    environments=True,
    escapes=True,
    skip_tags=_MATHJAX_SKIPS | _ANNOTATIONS,
    ignore="mathjax_ignore",
    process="mathjax_process",
)
MATHJAX4 = replace(
    MATHJAX3,
    skip_tags=_MATHJAX_SKIPS | {"math", "select", "option", "mjx-container"},
    inline=frozenset(("math",)),
)

_KATEX_PLAIN = (
    Delimiter("$$", "$$", display=True),
    Delimiter("\\(", "\\)", display=False),
)
_BRACKETS = (Delimiter("\\[", "\\]", display=True),)


def _environments(*names: str) -> tuple[Delimiter, ...]:
    return tuple(
        Delimiter(f"\\begin{{{name}}}", f"\\end{{{name}}}", display=True) for name in names
    )


KATEX = Rules(
    search=Search.KATEX,
    delimiters=(
        *_KATEX_PLAIN,
        *_environments("equation", "align", "alignat", "gather", "CD"),
        *_BRACKETS,
    ),
    environments=False,
    escapes=False,
    skip_tags=_MATHJAX_SKIPS | {"option"},
    ignore="",
    process="",
)
KATEX_BEFORE_AMS = replace(
    KATEX,
    search=Search.KATEX_BY_TURNS,
    delimiters=(*_KATEX_PLAIN, *_BRACKETS),
    skip_tags=_MATHJAX_SKIPS,
)
_TEMML_AMS = (
    *_environments("equation", "equation*", "align", "align*", "alignat", "alignat*"),
    *_environments("gather", "gather*", "CD"),
    Delimiter("\\ref{", "}", display=False),
    Delimiter("\\eqref{", "}", display=False),
)
TEMML = replace(KATEX, delimiters=(*_KATEX_PLAIN, *_TEMML_AMS, *_BRACKETS))
_TEMML_PARENTHESES = (*_BRACKETS, Delimiter("\\(", "\\)", display=False))
_TEMML_DOLLARS = (
    Delimiter("$$", "$$", display=True),
    Delimiter("$`", "`$", display=False),
    Delimiter("$", "$", display=False),
)
_TEMML_FENCES = {
    "$": _TEMML_DOLLARS,
    "(": _TEMML_PARENTHESES,
    "$+": _TEMML_DOLLARS + _TEMML_AMS,
    "(+": _TEMML_PARENTHESES + _TEMML_AMS,
    "ams": _TEMML_AMS,
    "all": _TEMML_PARENTHESES + _TEMML_DOLLARS + _TEMML_AMS,
}


def defaults(engine: str, version: str | None) -> Rules:
    """Return an engine's rules where the page says nothing else."""
    major, minor = _version(version)
    if engine == "mathjax":
        return MATHJAX2 if major == 2 else MATHJAX3 if major == 3 else MATHJAX4
    if engine == "temml":
        return TEMML
    return KATEX_BEFORE_AMS if version and (major, minor) < (0, 13) else KATEX


def _version(version: str | None) -> tuple[int, int]:
    numbers = [int(number) for number in re.findall(r"\d+", version or "")[:2]]
    return (*numbers, 99, 99)[0], (*numbers, 99, 99)[1]


def mathjax(rules: Rules, config: Mapping[str, Any]) -> Rules:
    """Apply a page's `MathJax` configuration (2, 3 or 4, whichever keys it has)."""
    if rules.search is Search.MATHJAX2:
        tex, options = _table(config, "tex2jax"), _table(config, "tex2jax")
        names = ("skipTags", "ignoreClass", "processClass")
        scope = _scope(config.get("elements"), ids=True)
    else:
        scope = _scope(_table(config, "startup").get("elements"), ids=False)
        tex, options = _table(config, "tex"), _table(config, "options")
        names = ("skipHtmlTags", "ignoreHtmlClass", "processHtmlClass")
    delimiters = _pairs(tex, "inlineMath", rules, display=False)
    delimiters += _pairs(tex, "displayMath", rules, display=True)
    ignore = _classes(options.get(names[1]), rules.ignore)
    if rules.search is Search.MATHJAX2:
        # The class of previews is always left out, whatever the page's own class is.
        removed = config.get("preRemoveClass")
        preview = removed if isinstance(removed, str) else "MathJax_Preview"
        ignore = "|".join(filter(None, (preview, ignore.removesuffix("|MathJax_Preview"))))
    return replace(
        rules,
        delimiters=delimiters,
        environments=_flag(tex, "processEnvironments", rules.environments),
        escapes=_flag(tex, "processEscapes", rules.escapes),
        skip_tags=frozenset(
            str(tag).lower() for tag in _changed(options.get(names[0]), rules.skip_tags)
        ),
        ignore=ignore,
        process=_classes(options.get(names[2]), rules.process),
        scope=scope,
    )


def _scope(elements: Any, *, ids: bool) -> Scope | None:
    """Read the elements that MathJax is told to read: `ids` for version 2, else selectors."""
    named = elements if isinstance(elements, list) else [elements]
    selectors = [
        element.selector
        if isinstance(element, Scope)
        else by_id(element).selector
        if ids
        else element
        for element in named
        if isinstance(element, (str, Scope)) and element
    ]
    return Scope(", ".join(selectors), every=True) if len(selectors) == len(named) > 0 else None


def by_id(name: str) -> Scope:
    """Return the scope of the element with an id, which may have any characters."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return Scope(f'[id="{escaped}"]', every=False)


def auto_render(rules: Rules, scope: Scope | None, options: Mapping[str, Any]) -> Rules:
    """Apply a `renderMathInElement` call: its element and its options."""
    pairs = options.get("delimiters")
    delimiters = rules.delimiters
    if options.get("fences") in _TEMML_FENCES:
        delimiters = _TEMML_FENCES[options["fences"]]
    elif isinstance(pairs, list):
        read = [
            Delimiter(pair["left"], pair["right"], bool(pair.get("display")))
            for pair in pairs
            if isinstance(pair, dict)
            and isinstance(pair.get("left"), str)
            and isinstance(pair.get("right"), str)
            and pair["left"]
            and pair["right"]
        ]
        delimiters = tuple(read) if len(read) == len(pairs) else rules.delimiters
    tags = options.get("ignoredTags")
    classes = options.get("ignoredClasses")
    return replace(
        rules,
        delimiters=delimiters,
        skip_tags=frozenset(map(str, tags)) if isinstance(tags, list) else rules.skip_tags,
        ignore="|".join(re.escape(str(name)) for name in classes)
        if isinstance(classes, list)
        else rules.ignore,
        scope=scope,
    )


def with_display(rules: Rules, pairs: Iterable[tuple[str, str]]) -> Rules:
    """Return the rules with a person's own display delimiters in place of the engine's."""
    inline = tuple(pair for pair in rules.delimiters if not pair.display)
    own = tuple(Delimiter(left, right, display=True) for left, right in pairs)
    environments = tuple(pair for pair in rules.delimiters if pair.left.startswith("\\begin"))
    # The person's come first: KaTeX takes the first that fits.
    return replace(rules, delimiters=own + environments + inline)


def _table(config: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = config.get(key)
    return value if isinstance(value, dict) else {}


def _flag(table: Mapping[str, Any], key: str, default: bool) -> bool:
    return bool(table[key]) if key in table else default


def _changed(value: Any, default: Iterable[Any]) -> list[Any]:
    """Read a list that replaces the default, or `{'[+]': …, '[-]': …}` that changes it."""
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        return [value]
    result = list(default)
    if isinstance(value, dict):
        added, removed = (
            change if isinstance(change, list) else []
            for change in (value.get("[+]"), value.get("[-]"))
        )
        result += [item for item in added if item not in result]
        result = [item for item in result if item not in removed]
    return result


def _pairs(
    tex: Mapping[str, Any], key: str, rules: Rules, *, display: bool
) -> tuple[Delimiter, ...]:
    default = [[pair.left, pair.right] for pair in rules.delimiters if pair.display is display]
    return tuple(
        Delimiter(pair[0], pair[1], display)
        for pair in _changed(tex.get(key), default)
        if isinstance(pair, list) and len(pair) >= 2 and all(isinstance(p, str) for p in pair[:2])
        if pair[0] and pair[1]
    )


def _classes(value: Any, default: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "|".join(map(str, value))
    return default
