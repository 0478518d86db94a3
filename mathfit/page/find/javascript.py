"""The syntax tree of a script: the text of a node, and the names on the way to a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_GLOBALS = ("window", "globalThis", "self", "top")


def text(node: Node | None) -> str:
    """Return a node as it is written; nothing for no node."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def path(node: Node | None) -> list[str]:
    """Read `window.MathJax.tex` as ["MathJax", "tex"]; [] for anything that is not a plain path."""
    parts: list[str] = []
    while node is not None and node.type in ("member_expression", "subscript_expression"):
        if node.type == "member_expression":
            parts.append(text(node.child_by_field_name("property")))
        else:
            index = node.child_by_field_name("index")
            parts.append(text(index).strip("\"'"))
        node = node.child_by_field_name("object")
    if node is None or node.type != "identifier":
        return []
    parts.append(text(node))
    parts.reverse()
    return parts[1:] if len(parts) > 1 and parts[0] in _GLOBALS else parts


def arguments(call: Node) -> list[Node]:
    """Return a call's arguments."""
    given = call.child_by_field_name("arguments")
    if given is None:
        return []
    return [child for child in given.named_children if child.type != "comment"]
