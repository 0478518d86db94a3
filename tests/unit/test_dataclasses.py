"""Every dataclass says what its fields are, and their types can be asked for."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import typing
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "mathfit"


def modules() -> list[str]:
    names = [
        ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for file in sorted(PACKAGE.rglob("*.py"))
    ]
    return [name for name in names if name != "mathfit.__main__"]


def imported(name: str) -> dict[str, object]:
    """Return what is in a module; nothing for the plugin of a generator that is not installed."""
    try:
        return vars(importlib.import_module(name))
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"mkdocs", "sphinx", "pelican"}:
            raise
        return {}


def classes() -> list[type]:
    found = [
        value
        for name in modules()
        for value in imported(name).values()
        if isinstance(value, type) and value.__module__ == name and dataclasses.is_dataclass(value)
    ]
    assert len(found) > 40
    return found


each = pytest.mark.parametrize("cls", classes(), ids=lambda cls: f"{cls.__module__}.{cls.__name__}")


@each
def test_the_types_of_its_fields_can_be_asked_for(cls: type) -> None:
    hints = typing.get_type_hints(cls)
    assert {field.name for field in dataclasses.fields(cls)} <= set(hints)


@each
def test_each_field_says_what_it_is(cls: type) -> None:
    if cls.__name__.startswith("_"):
        return
    source = Path(importlib.import_module(cls.__module__).__file__ or "").read_text(
        encoding="utf-8"
    )
    (body,) = (
        node.body
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__
    )
    silent = []
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if not said and not node.target.id.startswith("_"):
                silent.append(node.target.id)
    assert silent == []
