"""Read the engines' configuration out of JavaScript as people write it.

The script is parsed, never run: values that are written down (objects, lists, strings, constants
named further up, `!0`, `a + b`, `Object.assign`) are read, anything else counts as unknown and is
left out. Only pages with a configuration pay for the import of the parser.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from mathfit.page.find import elements
from mathfit.page.find.javascript import path as _path
from mathfit.page.find.javascript import text as _text
from mathfit.page.find.tex import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tree_sitter import Node, Parser

CONFIGURES = re.compile(
    r"\bMathJax\b(?:[\"'`]\s*\])?\s*(?:=(?!=)|[.\[,}])|renderMathInElement\s*\("
    r"|\bdelimiters\b[\"']?\s*:|\bHub\s*\.\s*Config\s*\("
)
# A configuration is written by a person; a longer script is a bundle, and has some in it at most.
_LONGEST = 200_000
_IN_BUNDLE = re.compile(
    r"\bMathJax\s*=(?!=)|\bMathJax\.Hub\.Config\(|(?<!function )\brenderMathInElement\("
    r"|(?P<call>\([\w$.]+,\{)(?=[^{}]{0,200}\bdelimiters[\"']?:\[)"
)
_LONGEST_IN_BUNDLE = 10_000
_MOST_IN_BUNDLE = 16
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>;)"""
)
_UNKNOWN = object()
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


class AutoRender(NamedTuple):
    """A call of `renderMathInElement`: which elements it reads (None: the body), its options."""

    scope: Scope | None
    options: dict[str, Any]


@dataclass(slots=True)
class Configuration:
    """What the scripts of one page say, merged in their order."""

    mathjax: dict[str, Any] = field(default_factory=dict)
    """The `MathJax` object, or what `MathJax.Hub.Config` got."""
    hub: bool = False
    """The page configures `MathJax.Hub`, as MathJax 2 wants it."""
    auto_render: list[AutoRender] = field(default_factory=list)
    """The calls of `renderMathInElement`."""
    names: dict[str, Any] = field(default_factory=dict)
    """What is known of the names that all scripts of the page share."""


def read(script: str, into: Configuration, *, bundled: bool = False) -> None:
    """Add what one script configures.

    `bundled`: it holds an engine as well, whose own code sets the names that configure it.
    """
    if not CONFIGURES.search(script):
        return
    if bundled or len(script) > _LONGEST:
        script = _configurations(script)
    with suppress(RecursionError):  # nested deeper than any person writes
        _read_tree(parse_script(script), into)


def parse_script(script: str) -> Node:
    """Return the root of a script's syntax tree."""
    return _parser().parse(script.encode("utf-8", "replace")).root_node


def _configurations(bundle: str) -> str:
    """Return the configurations in a bundle as a script of their own."""
    parts = []
    for match in islice(_IN_BUNDLE.finditer(bundle), _MOST_IN_BUNDLE):
        depth = 0
        for token in _TOKEN.finditer(bundle, match.start(), match.start() + _LONGEST_IN_BUNDLE):
            depth += (token.lastgroup == "open") - (token.lastgroup == "close")
            if depth < 0 or token.lastgroup == "end":
                break
            if depth == 0 and token.lastgroup == "close":
                # A minifier has given the function another name.
                name = "_" if match["call"] else ""
                parts.append(name + bundle[match.start() : token.end()])
                break
    return ";\n".join(parts)


def _read_tree(root: Node, into: Configuration) -> None:
    names = dict(into.names)
    for node in _walk(root):
        if node.type == "variable_declarator":
            _declare(node, names, into)
        elif node.type in ("assignment_expression", "augmented_assignment_expression"):
            _assign(node, names, into)
        elif node.type == "call_expression":
            _call(node, names, into)
            _loop(node, names)
        elif node.type == "for_in_statement":
            _loop(node, names)
    for name in _shared(root):
        if name in names:
            into.names[name] = names[name]


def declared(script: str) -> set[str]:
    """Return the names that a script declares for the page's other scripts as well."""
    return set(_shared(parse_script(script))) if script.strip() else set()


def _shared(root: Node) -> Iterator[str]:
    """Yield the names that a script declares for the page's other scripts as well."""
    for statement in root.named_children:
        if statement.type in ("lexical_declaration", "variable_declaration"):
            for declared in statement.named_children:
                yield _text(declared.child_by_field_name("name"))


def _loop(node: Node, names: dict[str, Any]) -> None:
    found = elements.in_loop(node, lambda part: _value(part, names))
    if found is not None:
        names[found[0]] = found[1]


@lru_cache(maxsize=1)
def _parser() -> Parser:
    import tree_sitter  # noqa: PLC0415  # only pages with a configuration need it
    import tree_sitter_javascript  # noqa: PLC0415

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_javascript.language()))


def _walk(root: Node) -> Iterator[Node]:
    """Yield nodes in source order, without recursion: scripts may nest deeply."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.named_children))


def _declare(node: Node, names: dict[str, Any], into: Configuration) -> None:
    name = _text(node.child_by_field_name("name"))
    value = _value(node.child_by_field_name("value"), names)
    if name == "MathJax":
        _merge_at(into.mathjax, [], value)
    elif value is not _UNKNOWN:
        names[name] = value


def _assign(node: Node, names: dict[str, Any], into: Configuration) -> None:
    path = _path(node.child_by_field_name("left"))
    value = _value(node.child_by_field_name("right"), names)
    if path and path[0] == "MathJax":
        if len(path) == 1 and isinstance(value, dict) and node.type == "assignment_expression":
            into.mathjax.clear()
        _merge_at(into.mathjax, path[1:], value)
    elif len(path) == 1 and value is not _UNKNOWN:
        names[path[0]] = value


def _call(node: Node, names: dict[str, Any], into: Configuration) -> None:
    path = _path(node.child_by_field_name("function"))
    arguments = node.child_by_field_name("arguments")
    if arguments is None:
        return
    given = [child for child in arguments.named_children if child.type != "comment"]
    if path[1:] == ["Hub", "Config"] and given:
        into.hub = True  # require.js may give `MathJax` another name
        _merge_at(into.mathjax, [], _value(given[0], names))
    elif path == ["Object", "assign"] and given and _path(given[0])[:1] == ["MathJax"]:
        for source in given[1:]:
            _merge_at(into.mathjax, _path(given[0])[1:], _value(source, names))
    elif path[-1:] == ["renderMathInElement"] or _has_delimiters(given[1:2], names):
        options = _value(given[1], names) if len(given) > 1 else {}
        scope = _value(given[0], names) if given else None
        into.auto_render.append(
            AutoRender(
                scope if isinstance(scope, Scope) else None,
                options if isinstance(options, dict) else {},
            )
        )


def _has_delimiters(given: list[Node], names: Mapping[str, Any]) -> bool:
    """Tell whether an argument is the options of auto-render, whatever the function is called."""
    if not given or given[0].type not in ("object", "identifier"):
        return False
    options = _value(given[0], names)
    pairs = options.get("delimiters") if isinstance(options, dict) else None
    return (
        isinstance(pairs, list)
        and bool(pairs)
        and all(isinstance(pair, dict) and {"left", "right"} <= pair.keys() for pair in pairs)
    )


def _merge_at(target: dict[str, Any], path: list[str], value: Any) -> None:
    """Put a value at a path, tables merged and everything else replaced."""
    if value is _UNKNOWN:
        return
    for key in reversed(path):
        value = {key: value}
    if isinstance(value, dict):
        _merge(target, value)


def _merge(target: dict[str, Any], source: Mapping[str, Any]) -> None:
    for key, value in source.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(target[key], value)
        else:
            target[key] = value


def _value(node: Node | None, names: Mapping[str, Any]) -> Any:
    """Return what an expression is known to be, or _UNKNOWN."""
    if node is None:
        return _UNKNOWN
    match node.type:
        case "object":
            return _object(node, names)
        case "array":
            return _array(node, names)
        case "string":
            return _string(node)
        case "template_string":
            substituted = any(child.type == "template_substitution" for child in node.children)
            return _UNKNOWN if substituted else _string(node)
        case "number":
            return _number(_text(node))
        case "true" | "false":
            return node.type == "true"
        case "null" | "undefined":
            return None
        case "identifier" | "this":
            return names.get(_text(node), _UNKNOWN)
        case "parenthesized_expression":
            inner = node.named_children
            return _value(inner[0], names) if len(inner) == 1 else _UNKNOWN
        case "unary_expression":
            return _unary(node, names)
        case "binary_expression":
            return _binary(node, names)
        case "call_expression":
            return _assigned(node, names)
        case "member_expression" | "subscript_expression":
            scope = elements.member(node, lambda part: _value(part, names))
            return _member(node, names) if scope is None else scope
    return _UNKNOWN


def _object(node: Node, names: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for child in node.named_children:
        if child.type == "pair":
            key = child.child_by_field_name("key")
            value = _value(child.child_by_field_name("value"), names)
            if key is not None and value is not _UNKNOWN:
                name = _value(key, names) if key.type in ("string", "number") else _text(key)
                if key.type == "computed_property_name":
                    name = _value(key.named_children[0], names) if key.named_children else _UNKNOWN
                if isinstance(name, str):
                    result[name] = value
        elif child.type == "shorthand_property_identifier":
            if (value := names.get(_text(child), _UNKNOWN)) is not _UNKNOWN:
                result[_text(child)] = value
        elif child.type == "spread_element":
            value = _value(child.named_children[0], names) if child.named_children else _UNKNOWN
            if isinstance(value, dict):
                result.update(value)
    return result


def _array(node: Node, names: Mapping[str, Any]) -> Any:
    result: list[Any] = []
    for child in node.named_children:
        if child.type == "comment":
            continue
        if child.type == "spread_element":
            value = _value(child.named_children[0], names) if child.named_children else _UNKNOWN
            if isinstance(value, Scope):
                return value  # [...document.querySelectorAll("p")]
            if not isinstance(value, list):
                return _UNKNOWN
            result.extend(value)
        else:
            value = _value(child, names)
            if value is _UNKNOWN:
                return _UNKNOWN  # a list half known would be a wrong list
            result.append(value)
    return result


def _string(node: Node) -> str:
    parts: list[str] = []
    for child in node.named_children:
        text = _text(child)
        if child.type == "escape_sequence":
            escaped = text[1:]
            if escaped[:1] in "xu" and (digits := re.sub(r"[^0-9a-fA-F]", "", escaped[1:])):
                code = int(digits, 16)
                text = chr(code) if code < 0x110000 else "\ufffd"
            else:
                text = _ESCAPES.get(escaped, escaped)
        parts.append(text)
    return "".join(parts)


def _number(text: str) -> Any:
    try:
        return int(text, 0)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return _UNKNOWN


def _unary(node: Node, names: Mapping[str, Any]) -> Any:
    value = _value(node.child_by_field_name("argument"), names)
    operator = _text(node.child_by_field_name("operator"))
    if value is _UNKNOWN:
        return _UNKNOWN
    if operator == "!":
        return not value
    if operator == "-" and isinstance(value, (int, float)):
        return -value
    return _UNKNOWN


def _binary(node: Node, names: Mapping[str, Any]) -> Any:
    left = _value(node.child_by_field_name("left"), names)
    right = _value(node.child_by_field_name("right"), names)
    operator = _text(node.child_by_field_name("operator"))
    if operator in ("||", "??"):
        # `window.MathJax || {…}`: on a page that is being read, nothing was there before.
        return right if left is _UNKNOWN or not left else left
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        return left + right
    return _UNKNOWN


def _member(node: Node, names: Mapping[str, Any]) -> Any:
    path = _path(node)
    value: Any = names.get(path[0], _UNKNOWN) if path else _UNKNOWN
    for key in path[1:]:
        value = value.get(key, _UNKNOWN) if isinstance(value, dict) else _UNKNOWN
    return value


def _assigned(node: Node, names: Mapping[str, Any]) -> Any:
    """Read `Object.assign({…}, {…})` and `Object.freeze({…})`."""
    scope = elements.found_by_call(node, lambda part: _value(part, names))
    if scope is not None:
        return scope
    path = _path(node.child_by_field_name("function"))
    arguments = node.child_by_field_name("arguments")
    if arguments is None or path[:1] != ["Object"] or path[1:] not in (["assign"], ["freeze"]):
        return _UNKNOWN
    result: dict[str, Any] = {}
    for child in arguments.named_children:
        value = _value(child, names)
        if isinstance(value, dict):
            result.update(value)
    return result
