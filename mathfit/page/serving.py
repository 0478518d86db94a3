"""Which of a page's scripts serve its engine and nothing else, so that they may sleep without it.

A page whose formulas stand typeset in it needs its engine no more. The scripts that load, configure
or start the engine are put to sleep. Where another script calls the engine or works on what the
engine makes, or where content comes later, the engine has to stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mathfit.engines import engines_in_code, match_address
from mathfit.page import tree
from mathfit.page.find.javascript import arguments
from mathfit.page.find.javascript import path as path_of
from mathfit.page.find.javascript import text as text_of
from mathfit.page.find.script import declared, parse_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node
    from turbohtml import Document, Element

    from mathfit.page.decode import Raw, Source
    from mathfit.page.find import Page

    Load = Callable[[str], str | None]

# What a script names that has to do with an engine, or with what an engine makes.
_CONCERNS = re.compile(
    r"\bMathJax\b|\brenderMathInElement\b|\bkatex\b|\bmjx-|\bMJXc?-|\bmathjax\b", re.IGNORECASE
)
# What a script calls that puts markup into a page which came over the network.
_FETCHES = re.compile(r"\bfetch\s*\(|\bXMLHttpRequest\b|\$\.(?:get|ajax|load)\b")
_PUTS_IN = re.compile(r"\binnerHTML\b|\binsertAdjacentHTML\b|\bDOMParser\b|\bouterHTML\b")
_HANDLER = re.compile(r"\son[a-z]+\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_JAVASCRIPT = re.compile(r"|module|(?:text|application)/(?:x-)?(?:java|ecma)script", re.IGNORECASE)
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
# Expressions that only name a value, and those that change nothing where they hold no call.
_NAMES = frozenset(("template_string", "identifier", "member_expression", "undefined"))
_WRITTEN = frozenset(
    (
        *("string", "number", "true", "false", "null", "regex", "object", "array"),
        *("binary_expression", "unary_expression", "ternary_expression"),
    )
)
# What MathJax calls when it starts.
_HOOK = re.compile(r"\b(?:ready|pageReady|AuthorInit)\b[\"']?\s*[:(]")
_CONFIGURATION = "text/x-mathjax-config"
# What a page has MathJax 2 do: typeset. Where its hooks are TeX's, and what code that defines
# macros does not name.
_TYPESETS = re.compile(r"""\[\s*["']Typeset["']\s*,\s*MathJax\.Hub\s*(?:,[^(){}]*)?\]$""")
_OF_TEX = re.compile(r"""["'](?:TeX|AMS)[\w ]*["']$""", re.IGNORECASE)
_OF_PAGE = re.compile(r"\b(?:document|window|self|globalThis|jQuery|Queue|setTimeout)\b|\$\(")
_BARE = re.compile(r"katex(?:/[\w./-]*)?")
_EVENTS = frozenset(("DOMContentLoaded", "load", "readystatechange"))
_LONGEST = 100_000
"""Characters of a script that is read; a person's configuration is shorter by far."""
# How templates load an engine: they make a script element, set it up and put it into the page.
_OF_SCRIPT = frozenset(
    ("src", "type", "async", "defer", "id", "text", "integrity", "crossOrigin", "charset")
)
_LOADING = frozenset(("createElement", "appendChild", "setAttribute", "append", "insertBefore"))


@dataclass(frozen=True, slots=True)
class Serving:
    """The scripts of a page that may sleep once its formulas are typeset."""

    scripts: tuple[int, ...] = ()
    """The positions where their start tags begin."""
    sheets: tuple[tuple[int, str], ...] = ()
    """The engine's stylesheets of other hosts: where their tags begin, and their addresses."""
    modules: tuple[tuple[int, int], ...] = ()
    """Where those of them that are modules begin and end; they are not among `scripts`."""
    stays: str | None = None
    """Why the engine has to stay; then there are none."""


class _StaysError(Exception):
    """The engine has to stay; the message says why."""


def serving(source: Source[Raw], document: Document, page: Page, load: Load | None) -> Serving:
    """Return the scripts that serve the page's engine alone, or why the engine has to stay."""
    try:
        _look_at_page(page)
        scripts, modules = _asleep(source, document, load, xml=page.xml)
        return Serving(tuple(scripts), tuple(_sheets(document)), tuple(modules))
    except _StaysError as why:
        return Serving(stays=str(why))


def _look_at_page(page: Page) -> None:
    if page.xml:
        raise _StaysError("it is XHTML, and an engine's output is written as HTML")
    if len(page.engines) != 1:
        if page.engines:
            raise _StaysError("it has more than one engine")
        raise _StaysError(
            "its build has typeset it already" if page.equations else "no engine is known"
        )
    if page.skipped:
        raise _StaysError(f"the equation in line {page.skipped[0].line} gets no wrapper")
    if page.frameworks:
        raise _StaysError(f"{page.frameworks[0].name} runs it, and may bring in other content")
    if any(one.form == "piece" for one in page.inline):
        raise _StaysError("a build typeset some of its formulas")


def _sheets(document: Document) -> Iterator[tuple[int, str]]:
    for link in document.select("link[rel~=stylesheet][href]"):
        address, place = (link.attr("href") or "").strip(), link.source_location
        known = match_address(address)
        elsewhere = address.startswith(("https:", "http:", "//"))
        if place is None or known is None or not elsewhere or not known.path.endswith(".css"):
            continue
        if not {"media", "disabled"} & set(link.attrs):
            yield place.start_tag.start_offset, address


def _asleep(
    source: Source[Raw], document: Document, load: Load | None, *, xml: bool
) -> tuple[list[int], list[tuple[int, int]]]:
    found: list[int] = []
    modules: list[tuple[int, int]] = []
    for element in tree.scripts(document, xml=xml):
        kind = (element.attr("type") or "").partition(";")[0].strip()
        place = element.source_location
        if kind.lower() == _CONFIGURATION:
            _check_configuration(element.text, element.source_line or 1)
            continue  # inert where the engine sleeps
        if not _JAVASCRIPT.fullmatch(kind) or place is None or element.attr("nomodule") is not None:
            continue
        if _serves(element, load):
            _check_names(element, source)
            if kind.lower() == "module":
                modules.append((place.start_tag.start_offset, _end_of(element)))
            else:
                found.append(place.start_tag.start_offset)
    own = {*found, *(start for start, _ in modules)}
    for handler in _HANDLER.finditer(source.text):
        start = source.text.rfind("<", 0, handler.start())
        if start not in own and re.search(r"MathJax|renderMathInElement|katex\.", handler[1]):
            raise _StaysError(f"an event handler in line {source.line(start)} calls its engine")
    return found, modules


def _end_of(script: Element) -> int:
    place = script.source_location
    if place is None or place.end_tag is None:
        raise _StaysError(f"the script in line {script.source_line or 1} has no end")
    return place.end_tag.end_offset


def _check_configuration(text: str, line: int) -> None:
    """Raise _StaysError where a configuration of MathJax 2 has it run code of the page's."""
    why: list[str] = []
    if len(text) > _LONGEST or not _only_serves(text, why):
        reason = why[0] if why else "does more than to configure the engine"
        raise _StaysError(f"the script in line {line} {reason}")


def _check_names(script: Element, source: Source[Raw]) -> None:
    """Raise _StaysError where a script declares what the rest of the page uses, too."""
    for name in declared(script.text) - {"MathJax"}:
        word = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
        if len(word.findall(source.text)) > len(word.findall(script.text)):
            line = script.source_line or 1
            raise _StaysError(f"the script in line {line} also declares {name} for other scripts")


def _serves(element: Element, load: Load | None) -> bool:
    """Tell whether a script serves the engine alone; raise _StaysError where not it alone."""
    address = element.attr("src")
    line = element.source_line or 1
    name = f"the script in line {line}"
    if address is not None:
        known = match_address(address)
        if known is not None and "copy-tex" in known.path:
            return False  # it copies the TeX of what stands in the page, whoever made that
        if known is not None:
            # MathJax 2 runs what stands in its script element as a configuration.
            _check_configuration(element.text, line)
            handler = element.attr("onload")
            if handler and not _only_serves(handler):
                raise _StaysError(f"the onload of {name} does more than typeset")
            return True
        text = load(address) if load else None
        if text is None:
            return False
        name = address
        if engines_in_code(text):
            raise _StaysError(f"{name} holds its engine beside other code")
    else:
        text = element.text
    if _CONCERNS.search(text):
        why: list[str] = []
        if len(text) > _LONGEST or not _only_serves(text, why):
            reason = why[0] if why else "calls its engine, or works on what its engine makes"
            raise _StaysError(f"{name} {reason}")
        return True
    if _FETCHES.search(text) and _PUTS_IN.search(text):
        raise _StaysError(f"{name} may bring in content later")
    return False


def _only_serves(script: str, why: list[str] | None = None) -> bool:
    """Tell whether a script does nothing else than to load, configure or start an engine.

    `why` gets what a person should know of one that does more.
    """
    reasons: list[str] = [] if why is None else why
    try:
        root = parse_script(script)
        return not root.has_error and all(_is_service(node, reasons) for node in _statements(root))
    except RecursionError:  # nested deeper than any person writes
        return False


def _statements(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _is_service(node: Node, why: list[str]) -> bool:
    match node.type:
        case "expression_statement" | "parenthesized_expression":
            return all(_is_service(child, why) for child in _statements(node))
        case "statement_block" | "sequence_expression":
            return all(_is_service(child, why) for child in _statements(node))
        case "variable_declaration" | "lexical_declaration":
            return all(
                _is_value(one.child_by_field_name("value"), why) for one in _statements(node)
            )
        case "assignment_expression":
            return _is_setting(node, why)
        case "call_expression" | "await_expression":
            return _is_call(node, why)
        case "import_statement":
            return _imports_engine(text_of(node.child_by_field_name("source")).strip("\"'"))
        case "string" | "empty_statement" | "identifier":
            return True  # "use strict", a stray semicolon
    return False


def _imports_engine(address: str) -> bool:
    """Tell whether an import asks for an engine alone; a map of imports tells where it lies."""
    return match_address(address) is not None or _BARE.fullmatch(address) is not None


def _is_setting(node: Node, why: list[str]) -> bool:
    left = path_of(node.child_by_field_name("left"))
    value = node.child_by_field_name("right")
    if left[-1:] == ["onload"]:
        return _is_function(value, why)
    if left[:1] == ["MathJax"]:
        return _is_configuration(left, text_of(value), why)
    # A script element that is being made: `script.src = "…"`.
    return len(left) == 2 and left[1] in _OF_SCRIPT and _is_value(value, why)


def _is_configuration(left: list[str], text: str, why: list[str]) -> bool:
    if "startup" in left or _HOOK.search(text):
        why.append("has the engine's start run code of its own")
        return False
    return True


def _is_value(node: Node | None, why: list[str]) -> bool:
    """Tell whether an expression changes nothing by itself."""
    if node is None or node.type in _NAMES:
        return True
    if node.type in _WRITTEN:
        return "(" not in _STRING.sub("", text_of(node))
    if node.type == "call_expression":
        return _is_call(node, why)
    return _is_function(node, why)


def _is_function(node: Node | None, why: list[str]) -> bool:
    if node is None:
        return False
    while node.type == "parenthesized_expression" and len(node.named_children) == 1:
        node = node.named_children[0]
    if node.type not in ("arrow_function", "function_expression", "function"):
        return False
    body = node.child_by_field_name("body")
    return body is not None and _is_service(body, why)


def _is_call(node: Node, why: list[str]) -> bool:
    function = node.child_by_field_name("function")
    given = arguments(node)
    if function is None:
        return False
    if function.type == "parenthesized_expression":  # (function () { … })()
        return not given and _is_function(function, why)
    called = path_of(function) or [text_of(function.child_by_field_name("property"))]
    if called == ["renderMathInElement"]:
        return True
    if called[-1] == "addEventListener" and len(given) >= 2:
        if text_of(given[0]).strip("\"'`") not in _EVENTS:
            return False
        handler = given[1]
        return text_of(handler) == "renderMathInElement" or _is_function(handler, why)
    if called[:2] == ["MathJax", "Hub"]:
        return _is_call_of_hub(called[2:], given, why)
    return called[-1] in _LOADING or called == ["MathJax", "Ajax", "loadComplete"]


def _is_call_of_hub(called: list[str], given: list[Node], why: list[str]) -> bool:
    """Tell whether a call of `MathJax.Hub` only configures or starts MathJax 2."""
    if called == ["Config"]:
        return all(_is_configuration([], text_of(one), why) for one in given)
    if called == ["Queue"] and all(_TYPESETS.match(text_of(one)) for one in given):
        return True
    if called == ["Register", "StartupHook"] and len(given) == 2:
        # Such code defines macros.
        if _OF_TEX.match(text_of(given[0])) and not _OF_PAGE.search(text_of(given[1])):
            return True
    elif called in (["Configured"], ["Typeset"], ["Startup", "onload"]) and not given:
        return True
    why.append("has the engine run code of the page's own")
    return False
