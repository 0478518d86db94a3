"""The test data of html5lib, as its source distribution on PyPI carries it.

Fetched once into .cache with pip, checked against its hash, never unpacked into the project.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

CACHE = Path(__file__).parents[2] / ".cache"
NAME = "html5lib-1.1.tar.gz"
SHA256 = "b2e5b40261e20f354d198eae92afc10d750afb487ed5e50f9c4eaf07c184146f"
_DATA = "html5lib-1.1/html5lib/tests/testdata"


def archive() -> Path:
    """Return the source distribution. Raises OSError or CalledProcessError without a registry."""
    file = CACHE / NAME
    if not file.is_file():
        # pip asks a source distribution for its metadata, and this one needs an older setuptools.
        folder = CACHE / "html5lib-venv"
        venv.create(folder, with_pip=True)
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        pip = [str(folder / scripts / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
        options = ("--no-deps", "--no-binary", "html5lib", "--no-build-isolation")
        subprocess.run([*pip, "install", "setuptools<70", "wheel"], check=True)
        subprocess.run(
            [*pip, "download", *options, "--dest", str(CACHE), "html5lib==1.1"], check=True
        )
    if hashlib.sha256(file.read_bytes()).hexdigest() != SHA256:
        raise OSError(f"{NAME} is not the file that it was")
    return file


def tree_construction() -> list[tuple[str, str]]:
    """Return the inputs of the tree-construction tests, each with a name."""
    return [
        (f"{name}-{number}", test)
        for name, content in _files("tree-construction")
        for number, test in enumerate(_inputs(content.decode("utf-8", "replace"), "#errors"))
    ]


def encodings() -> list[tuple[str, bytes, str]]:
    """Return the pages of the encoding tests, each with a name and the encoding it has."""
    found = []
    for name, content in _files("encoding"):
        for number, test in enumerate(content.split(b"#data\n")[1:]):
            page, _, encoding = test.partition(b"\n#encoding\n")
            found.append((f"{name}-{number}", page, encoding.split(b"\n")[0].decode().strip()))
    return found


def _inputs(content: str, until: str) -> list[str]:
    tests = re.split(r"(?:\A|\n)#data\n", content)[1:]
    return [test.partition(f"\n{until}\n")[0] for test in tests]


def _files(folder: str) -> list[tuple[str, bytes]]:
    found = []
    with tarfile.open(archive()) as tar:
        for member in tar:
            path = Path(member.name)
            if path.suffix == ".dat" and path.is_relative_to(f"{_DATA}/{folder}"):
                stream = tar.extractfile(member)
                assert stream is not None
                found.append((path.stem, stream.read()))
    return sorted(found)
