"""Which elements of the page an expression in a script means, as far as it is written down.

Known are the DOM's own ways to find elements and jQuery's, and loops over what they find:
`document.querySelectorAll(".math").forEach((element) => renderMathInElement(element))`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mathfit.page.find import javascript
from mathfit.page.find.rules import by_id
from mathfit.page.find.tex import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    Value = Callable[[Node | None], Any]

BODY = Scope("body", every=False)


def found_by_call(call: Node, value: Value) -> Scope | None:
    """Return the elements that a call finds; None where it is another call or not known."""
    given = javascript.arguments(call)
    path = javascript.path(call.child_by_field_name("function"))
    first = value(given[0]) if given and path else None
    if isinstance(first, Scope):
        return first if path == ["Array", "from"] else None
    if not isinstance(first, str) or not first:
        return None
    match path:
        case ["document", "getElementById"]:
            return by_id(first)
        case ["document", "querySelector"]:
            return Scope(first, every=False)
        case ["document", "querySelectorAll" | "getElementsByTagName"] | ["$" | "jQuery"]:
            return Scope(first, every=True)
        case ["document", "getElementsByClassName"]:
            return Scope("".join(f'[class~="{name}"]' for name in first.split()), every=True)
    return None


def member(node: Node, value: Value) -> Scope | None:
    """Return what `document.body` and `found[0]` mean; None for anything else."""
    if javascript.path(node) == ["document", "body"]:
        return BODY
    index = node.child_by_field_name("index")
    if index is None or not isinstance(found := value(node.child_by_field_name("object")), Scope):
        return None
    return Scope(found.selector, found.every and javascript.text(index) != "0")


def in_loop(node: Node, value: Value) -> tuple[str, Scope] | None:
    """Return the name that stands for each of some elements in turn, and the elements.

    `node` is a `for … of` statement, or a call of forEach, map or jQuery's each.
    """
    if node.type == "for_in_statement":
        scope = value(node.child_by_field_name("right"))
        name = javascript.text(node.child_by_field_name("left"))
        return (name, scope) if isinstance(scope, Scope) and name else None
    function = node.child_by_field_name("function")
    given = javascript.arguments(node)
    if function is None or function.type != "member_expression" or not given:
        return None
    method = javascript.text(function.child_by_field_name("property"))
    over = function.child_by_field_name("object")
    if method == "call" and len(given) > 1:  # [].forEach.call(elements, …)
        method = javascript.text(over).rpartition(".")[2]
        over, given = given[0], given[1:]
    if method not in ("forEach", "map", "each"):
        return None
    scope = value(over)
    if not isinstance(scope, Scope):
        return None
    names = _parameters(given[0])
    position = method == "each"  # jQuery passes the index first, and the element also as `this`
    return (names[position] if len(names) > position else "this"), scope


def _parameters(function: Node) -> list[str]:
    single = function.child_by_field_name("parameter")
    if single is not None:
        return [javascript.text(single)]
    several = function.child_by_field_name("parameters")
    return [javascript.text(child) for child in several.named_children] if several else []
