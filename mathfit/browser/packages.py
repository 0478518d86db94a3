"""A folder of npm packages that answers the addresses of engines, so that no network is needed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mathfit.engines import EngineAddress, engine_of_package
from mathfit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

# A package may lie at DIR/name, DIR/@scope/name or, unpacked by hand, one folder deeper.
_DEPTH = 3

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package on disk."""

    name: str
    """Its name, as `@mathjax/mathjax-newcm-font`."""
    version: str
    """Its version, as in its `package.json`."""
    root: Path
    """The folder of its `package.json`."""
    main: str
    """The file that answers its bare address, relative to `root`."""

    @property
    def number(self) -> Version:
        """The version as numbers, without what follows a `-` or `+`."""
        return _numbers(self.version)

    @property
    def is_final(self) -> bool:
        """False for a pre-release, which only an exact request gets."""
        return "-" not in self.version


@dataclass(frozen=True, slots=True)
class Answer:
    """The file that answers an address, and the package it comes from."""

    file: Path
    """The file on disk."""
    package: Package
    """The package that it comes from."""
    exact: bool
    """False where the address names a version that is not there and the nearest one answers."""


@dataclass(frozen=True)
class PackageFolder:
    """The engines' packages of one folder, several versions side by side under any names."""

    root: Path
    """The folder that was named."""
    packages: tuple[Package, ...] = field(default=())
    """The engines' packages in it."""

    @classmethod
    def read(cls, root: Path) -> PackageFolder:
        """Index a folder by the name and version in each `package.json`; only engines count.

        Raises UsageError when the folder does not exist or holds no engine.
        """
        if not root.is_dir():
            raise UsageError(f"--packages {root}: no such folder")
        packages = tuple(_walk(root, _DEPTH))
        if not packages:
            raise UsageError(f"--packages {root}: no MathJax, KaTeX or Temml package in it")
        return cls(root, packages)

    @cached_property
    def by_name(self) -> dict[str, tuple[Package, ...]]:
        """The versions of each package, newest first."""
        names = {package.name for package in self.packages}
        return {
            name: tuple(
                sorted(
                    (package for package in self.packages if package.name == name),
                    key=lambda package: (package.is_final, package.number),
                    reverse=True,
                )
            )
            for name in names
        }

    def choose(self, name: str, wanted: str | None) -> Package | None:
        """Return the package that best answers `name@wanted`.

        The exact version; else the newest that begins with what was asked (`3`, `3.2`); else the
        nearest of the same major version, which for 0.x is the nearest 0.x. Never another major.
        """
        versions = self.by_name.get(name, ())
        if not versions:
            return None
        exact = next((package for package in versions if package.version == wanted), None)
        number = _numbers(wanted or "")
        if exact or not number:
            return exact or versions[0]
        fitting = [one for one in versions if one.number[: len(number)] == number]
        if fitting:
            return fitting[0]
        same_major = [one for one in versions if one.number[:1] == number[:1]]
        return min(same_major, key=lambda one: _distance(one.number, number), default=None)

    def answer(self, address: EngineAddress) -> Answer | None:
        """Return the file for an address, or None where no package or no such file is there."""
        package = self.choose(address.package, address.version)
        if package is None:
            return None
        file = _inside(package.root, address.path or package.main)
        if file is None:
            return None
        number = _numbers(address.version or "")
        return Answer(file, package, package.number[: len(number)] == number)


def _walk(folder: Path, depth: int) -> Iterator[Package]:
    manifest = folder / "package.json"
    if manifest.is_file():
        if package := _read(manifest):
            yield package
        if depth < _DEPTH:  # the folder's own package.json doesn't hide the packages beside it
            return
    if depth == 0:
        return
    try:
        children = sorted(child for child in folder.iterdir() if child.is_dir())
    except OSError:
        return
    for child in children:
        if not child.name.startswith("."):
            yield from _walk(child, depth - 1)


def _read(manifest: Path) -> Package | None:
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        name, version = content["name"], content["version"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(name, str) or not isinstance(version, str):
        return None
    if engine_of_package(name) is None:
        return None
    main = content.get("jsdelivr") or content.get("unpkg") or content.get("main")
    return Package(name, version, manifest.parent, main if isinstance(main, str) else "index.js")


def _inside(root: Path, path: str) -> Path | None:
    """Return a file of the package, and nothing that a `..` or a link leads to outside it."""
    relative = PurePosixPath(path.lstrip("/"))
    try:
        file = (root / relative).resolve()
        if file.is_relative_to(root.resolve()) and file.is_file():
            return file
    except (OSError, ValueError):
        pass
    return None


def _numbers(version: str) -> Version:
    match = re.match(r"[\^~=v>]*(\d+(?:\.\d+)*)", version)
    return tuple(int(part) for part in match.group(1).split(".")) if match else ()


def _distance(one: Version, other: Version) -> tuple[int, ...]:
    length = max(len(one), len(other))
    padded = (version + (0,) * (length - len(version)) for version in (one, other))
    return tuple(abs(a - b) for a, b in zip(*padded, strict=True))
