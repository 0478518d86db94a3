"""The walls between the rooms of the package, which CONTRIBUTING.md draws, stand."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from mathfit.measure import known as measuring
from mathfit.verify import run as verifying
from tests.unit import rooms
from tests.unit.rooms import BY_PATH, PACKAGE, ROOMS

MODULES = rooms.files()


@pytest.mark.parametrize("module", MODULES)
def test_a_room_uses_only_what_it_may(module: str) -> None:
    file = MODULES[module]
    room = rooms.room_of(file)
    if room is None:
        return
    allowed = {room, None, *BY_PATH[room].uses}
    for other in rooms.used(module, MODULES):
        assert rooms.room_of(MODULES[other]) in allowed, other


@pytest.mark.parametrize("module", MODULES)
def test_what_lies_outside_the_package(module: str) -> None:
    file = MODULES[module]
    room = rooms.room_of(file)
    name = file.relative_to(PACKAGE).as_posix()
    imported = rooms.imports(file)
    for outside, allowed in rooms.OUTSIDE.items():
        if _has(imported, outside) and (name, outside) not in rooms.EXCEPT:
            assert room in allowed, f"{outside} is for {allowed}"
    for outside in rooms.NEVER.get(room or "", ()):
        if (name, outside) not in rooms.EXCEPT:
            assert not _has(imported, outside), outside


def _has(imported: set[str], module: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for name in imported)


def test_the_leaves_use_nothing() -> None:
    for leaf in rooms.LEAVES:
        module = f"mathfit.{leaf.removesuffix('.py')}"
        assert rooms.used(module, MODULES) <= {f"mathfit.{one[:-3]}" for one in rooms.LEAVES}


def test_no_two_files_depend_on_each_other_in_a_circle() -> None:
    graph = {module: rooms.used(module, MODULES) for module in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_every_folder_is_a_room_or_lies_in_one() -> None:
    outside = [file for file in MODULES.values() if rooms.room_of(file) is None]
    assert {file.relative_to(PACKAGE).as_posix() for file in outside} == {
        "__init__.py",
        "__main__.py",
        *rooms.LEAVES,
    }


@pytest.mark.parametrize(
    "room", [room for room in ROOMS if not room.path.endswith(".py")], ids=lambda room: room.path
)
def test_the_top_of_a_room_says_what_is_in_it_and_what_it_may_use(room: rooms.Room) -> None:
    source = (PACKAGE / room.path / "__init__.py").read_text(encoding="utf-8")
    words = " ".join((ast.get_docstring(ast.parse(source)) or "").split())
    assert words.endswith(rooms.sentence(room))
    assert words.count(". ") == 1, "two sentences"


@pytest.mark.parametrize(
    ("room", "code"), [("measure", measuring.CODE), ("verify", verifying.CODE)]
)
def test_what_is_kept_depends_on_all_the_code_that_made_it(
    room: str, code: tuple[str, ...]
) -> None:
    outside = {name for name in BY_PATH[room].uses if not name.startswith(f"{room}/")}
    assert set(code) == {room, *outside, *rooms.LEAVES}


def test_the_drawing_is_up_to_date() -> None:
    assert rooms.drawn() == rooms.drawing(), "run: python -m tests.unit.rooms"
