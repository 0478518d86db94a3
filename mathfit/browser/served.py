"""The files of a site as a browser asks for them: only those in the folder, no link out of it."""

from __future__ import annotations

from collections.abc import Callable  # resolved by typing.get_type_hints
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import PurePath

Stamp: TypeAlias = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size in bytes."""

# The site's pages seem to come from here. Nothing listens there: every request is answered from
# disk before it would reach the network. Names under .localhost are secure contexts, as the real
# site is.
ORIGIN = "http://mathfit.localhost"

# Not the machine's own table (mimetypes): it differs between systems, and a wrong type for .js or
# .woff2 changes what the page does.
CONTENT_TYPES: dict[str, str] = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".xht": "application/xhtml+xml",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".cjs": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".eot": "application/vnd.ms-fontobject",
    ".txt": "text/plain",
}


def content_type(file: PurePath) -> str:
    """Return a file's media type by its name; no charset, so that its own declaration counts."""
    return CONTENT_TYPES.get(file.suffix.lower(), "application/octet-stream")


@dataclass(frozen=True)
class SiteFiles:
    """A folder that is served as the root of ORIGIN."""

    root: Path
    """The site's folder."""
    bring: Callable[[str], None] | None = None
    """Puts a file of the site into `root` that is not there yet, by its path with `/`; None where
    all are there."""

    def url(self, page: str) -> str:
        """Return the address of a page given by its path relative to the root, with `/`.

        A folder's index.html has the folder's, as for readers: a framework's router knows no other.
        """
        folder, slash, name = page.rpartition("/")
        return f"{ORIGIN}/{quote(folder + slash if name == 'index.html' else page)}"

    def owns(self, url: str) -> bool:
        """Tell whether an address belongs to the site."""
        return url == ORIGIN or url.startswith(ORIGIN + "/")

    def file(self, url: str) -> Path | None:
        """Return the file at an address of the site; None where none is or where it lies outside.

        A folder is answered by its index.html, and `name` by `name.html`, as hosts do.
        """
        try:
            path = unquote(urlsplit(url).path).lstrip("/")
            wanted = self.root / path
            if self.bring:
                self._bring(path)
            candidates = [wanted / "index.html"] if wanted.is_dir() else [wanted]
            if not wanted.suffix and not wanted.is_dir():
                candidates.append(wanted.with_name(wanted.name + ".html"))
            root = self.root.resolve()
            for candidate in candidates:
                resolved = candidate.resolve()
                if resolved.is_file() and resolved.is_relative_to(root):
                    return resolved
        except (OSError, ValueError):
            pass
        return None

    def known(self, name: str) -> Path:
        """Return where a file of the site lies, given by its path with `/`."""
        if self.bring:
            self.bring(name)
        return self.root / name

    def _bring(self, path: str) -> None:
        """Have the file at an address in the folder, by whatever name it answers there."""
        assert self.bring is not None  # noqa: S101
        folder = path.rstrip("/")
        if folder and path == folder:
            self.bring(path)
            if not PurePosixPath(path).suffix:
                self.bring(f"{path}.html")
        if not PurePosixPath(folder).suffix or path != folder:
            self.bring(f"{folder}/index.html" if folder else "index.html")


def stamp(file: Path) -> Stamp:
    """Return what changes when a file does: of a file that is not there, what none has."""
    try:
        status = file.stat()
    except OSError:
        return (-1, -1)
    return status.st_mtime_ns, status.st_size
