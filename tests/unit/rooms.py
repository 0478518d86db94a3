"""The rooms of the package: THE table of what each may use, and what is read out of the code.

To draw the table anew in CONTRIBUTING.md: `python -m tests.unit.rooms`.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mathfit"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
LEAVES = (
    *("defaults.py", "engines.py", "errors.py", "frameworks.py", "terminal.py"),
    "own_digest.py",
    "user_cache.py",
)


@dataclass(frozen=True, slots=True)
class Room:
    """A folder of the package, or a file that is a room of its own."""

    path: str
    """Below `mathfit/`."""
    uses: tuple[str, ...]
    """The rooms that it may use, besides itself and the leaves, which all may use."""


# A room that is not named in another's row is out of bounds for it: verify finds formulas by a list
# of its own, so that it judges what page/ has done without believing it.
ROOMS = (
    Room("page", ()),
    Room("machines", ()),
    Room("site", ("page", "machines")),
    Room("browser", ()),
    Room("measure", ("page", "site", "browser", "machines")),
    Room("verify/judge", ()),
    Room("verify/results.py", ("verify/judge",)),
    Room("verify/formats", ("verify/results.py", "verify/judge")),
    Room("verify/report", ("verify/formats", "verify/results.py", "verify/judge")),
    Room("verify", ("browser", "machines", "verify/formats", "verify/results.py", "verify/judge")),
    Room(
        "cli",
        (
            *("page", "site", "browser", "measure", "machines"),
            *("verify", "verify/report", "verify/formats", "verify/results.py", "verify/judge"),
        ),
    ),
    Room("plugins", ("cli", "page", "site")),
    Room("sphinx.py", ("plugins",)),
)

# What only some rooms may import of what lies outside the package.
OUTSIDE = {
    "playwright": ("browser", "measure", "verify"),
    "asyncio": ("browser", "measure", "verify"),
    "psutil": ("browser",),
    "filelock": ("site",),
    "fsspec": ("machines",),
    "distributed": ("machines",),
    "click": ("cli", "plugins"),
    "jinja2": ("verify/report",),
    "PIL": ("verify", "verify/judge", "verify/report"),
    "turbohtml": ("page", "cli"),
    "lxml": ("page",),
    "selectolax": ("page",),
    "bs4": ("page",),
    "tree_sitter": ("page",),
    "mkdocs": ("plugins",),
    "sphinx": ("plugins",),
    "pelican": ("plugins",),
}
# What these rooms may not import: they are pure.
NEVER = {
    "page": ("os", "pathlib", "io", "shutil", "tempfile", "subprocess", "socket", "urllib.request"),
    "verify/judge": ("os", "io", "shutil", "tempfile", "subprocess", "socket", "urllib.request"),
}
# (file, module) -> why it may all the same.
EXCEPT = {
    ("page/assets.py", "pathlib"): "reads the package's own files",
    ("cli/site_options.py", "turbohtml"): "tries a selector, so that a bad one is a wrong call",
}
BY_PATH = {room.path: room for room in ROOMS}


def files() -> dict[str, Path]:
    """Return every file of the package by its name as a module."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = file
    return found


def imports(file: Path) -> set[str]:
    """Return all that a file imports, anywhere in it: `a.b` for `import a.b` and `from a import b`.

    Also what it imports for a type checker alone.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def used(module: str, modules: dict[str, Path]) -> set[str]:
    """Return the files of the package that one of them depends on, as modules."""
    found = set()
    for name in imports(modules[module]):
        while name and name not in modules:
            name = name.rpartition(".")[0]  # noqa: PLW2901
        if name and name != module:
            found.add(name)
    return found


def room_of(path: Path) -> str | None:
    """Return the room that a file of the package lies in; None for the leaves and the package."""
    relative = path.relative_to(PACKAGE).as_posix()
    fitting = [room for room in BY_PATH if relative == room or relative.startswith(f"{room}/")]
    return max(fitting, key=len, default=None)


def sentence(room: Room) -> str:
    """Say what a room may use, as the top of its `__init__.py` does."""
    names = [name if name.endswith(".py") else f"{name}/" for name in room.uses]
    if not names:
        return "It may use the leaves alone."
    return f"It may use {', '.join(names)} and the leaves."


def drawing() -> str:
    """Return the rooms as a drawing: an arrow leads to what a room may use.

    No arrow stands for what another way leads to as well.
    """
    lines = ["```mermaid", "graph TD"]
    names = {room.path: re.sub(r"\W", "_", room.path) for room in ROOMS}
    for room in reversed(ROOMS):
        label = room.path if room.path.endswith(".py") else f"{room.path}/"
        lines.append(f'  {names[room.path]}["{label}"]')
        beyond = {far for near in room.uses for far in _all_uses(near)}
        targets = [path for path in room.uses if path not in beyond]
        lines += [f"  {names[room.path]} --> {names[path]}" for path in targets]
        if not room.uses:
            lines.append(f"  {names[room.path]} --> leaves")
    lines += [f'  leaves["{" ".join(LEAVES)}"]', "```"]
    return "\n".join(lines)


def _all_uses(path: str) -> set[str]:
    uses = BY_PATH[path].uses
    return {*uses, *(far for near in uses for far in _all_uses(near))}


def drawn() -> str:
    """Return the drawing that stands in CONTRIBUTING.md."""
    text = CONTRIBUTING.read_text(encoding="utf-8")
    return text[text.index("```mermaid") : text.index("```", text.index("```mermaid") + 3) + 3]


if __name__ == "__main__":
    text = CONTRIBUTING.read_text(encoding="utf-8")
    CONTRIBUTING.write_text(text.replace(drawn(), drawing()), encoding="utf-8")
