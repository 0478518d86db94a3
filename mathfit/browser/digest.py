"""What a result depends on besides the page's own bytes, and whether it is still as it was.

The one rule of every cache: a result holds while each file that the page was seen to load has the
same content, while nothing is where it asked in vain, while the same packages answer, and while the
code that made the result is the same. A page that loaded anything else is not kept: what the
network gives may be another thing tomorrow.

Not the changes that git tells of: a built site is seldom in git, and a page also changes when its
theme's stylesheet, the engine, the browser or mathfit does.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from mathfit.browser.served import Stamp, stamp
from mathfit.engines import match_address

if TYPE_CHECKING:
    from collections.abc import Collection

    from mathfit.browser.network import Network, Traffic
    from mathfit.browser.packages import PackageFolder
    from mathfit.browser.served import SiteFiles


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a page was seen to depend on while it was open."""

    files: dict[str, str] = field(default_factory=dict)
    """Paths in the site -> the SHA-256 of what was there."""
    missing: list[str] = field(default_factory=list)
    """Addresses on the site where nothing was."""
    packages: dict[str, str] = field(default_factory=dict)
    """`katex@0.16` -> the version that answered."""

    def hold(self, site: SiteFiles, packages: PackageFolder | None) -> bool:
        """Tell whether all of it is as it was."""
        if any(digest(site.known(name)) != known for name, known in self.files.items()):
            return False
        if any(site.file(url) is not None for url in self.missing):
            return False
        for asked, version in self.packages.items():
            name, _, wanted = asked.rpartition("@")
            package = packages.choose(name, wanted or None) if packages else None
            if package is None or package.version != version:
                return False
        return True

    def to_text(self) -> str:
        """Return the same as one line of JSON; what is the same gives the same line."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Dependencies:
        """Read back what `to_text` gave. Raises ValueError or TypeError for anything else."""
        return cls(**json.loads(text))


def depends_on(
    network: Network, traffic: Traffic, without: Collection[str] = ()
) -> Dependencies | None:
    """Return what a page depends on; None where that cannot be told, so that nothing may be kept.

    `without` are the endings of files on which the result does not depend, as `.png`. A file that
    was changed after the page had got it is not what the page has seen.
    """
    if any(not _never_changes(url) for url in traffic.network):
        return None
    root = network.site.root.resolve()
    files: dict[str, str] = {}
    for file, then in sorted(traffic.files.items()):
        if file.suffix.lower() in without:
            continue
        files[file.relative_to(root).as_posix()] = digest(file)
        if stamp(file) != then:
            return None
    missing = sorted(url for url in traffic.missing_files if _ending(url) not in without)
    return Dependencies(files, missing, dict(sorted(traffic.packages.items())))


def key_of(network: Network, code: str, **about: Any) -> str:
    """Return what tells one question from all others: about a page, with options, to some code.

    The answer also depends on what the network allows. `about` is anything that JSON can hold.
    """
    asked = {
        "code": code,
        "packages": network.packages is not None,
        "hosts": sorted(network.allowed_hosts),
        **about,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:40]


def digest(file: Path) -> str:
    """Return the SHA-256 of a file's content, in hex; of nothing where it cannot be read."""
    try:
        return _digest(file, stamp(file))
    except OSError:
        return ""


@lru_cache(maxsize=4096)
def _digest(file: Path, _then: Stamp) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _never_changes(url: str) -> bool:
    """Tell whether an address names one version of an engine, which no one replaces."""
    address = match_address(url)
    return bool(address and address.version and address.version.count(".") >= 2)


def _ending(url: str) -> str:
    return Path(unquote(urlsplit(url).path)).suffix.lower()
