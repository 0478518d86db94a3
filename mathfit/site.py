"""A site is a folder of pages: walk it, rewrite its pages, put the files where they belong."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from fnmatch import translate
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from mathfit import assets
from mathfit.allocator import keep_freed_memory
from mathfit.apply import ApplyOptions, apply_page
from mathfit.errors import MathfitError, UsageError
from mathfit.remove import remove_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mathfit.find import Engine, Left
    from mathfit.rewrite import Size

Result = TypeVar("Result")

SUFFIXES = (".html", ".htm", ".xhtml")
_LONGEST_SCRIPT = 2_000_000
_POOL_PAYS_FROM = 40
"""Pages from which on starting worker processes costs less than it saves."""

# The first bytes of files that people rename by mistake: no page starts with them.
_NOT_HTML = (b"\x89PNG", b"%PDF-", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")


@dataclass(frozen=True, slots=True)
class Site:
    """Where pages are read and written.

    `pages` are relative to `root`. `out` is None for rewriting in place. `whole` is off where the
    site is a single file, whose folder is none of our business.
    """

    root: Path
    pages: tuple[Path, ...]
    out: Path | None = None
    whole: bool = True

    @property
    def target(self) -> Path:
        """The folder that is written to."""
        return self.out or self.root


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of one page: `error` says why it could not be processed.

    `measured` tells that its equations have their numbers, `unmeasured` why they have not where
    they were to have them, and `failed` that this is for want of time or of a browser.
    """

    page: Path
    changed: bool = False
    equations: int = 0
    engines: tuple[Engine, ...] = ()
    left: tuple[Left, ...] = ()
    error: str | None = None
    measured: bool = False
    unmeasured: str | None = None
    failed: bool = False
    notes: tuple[str, ...] = ()


def open_site(
    path: Path,
    out: Path | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Site:
    """Return the pages of a folder, or a single file as a site of one page.

    `include` and `exclude` are globs on the path below the folder, `*` matching `/` too. Raises
    UsageError for a path that is not there and for an `out` inside the site or around it.
    """
    if not path.exists():
        raise UsageError(f"no such file or folder: {path}")
    whole = path.is_dir()
    root = path if whole else path.parent
    if out is not None:
        _check_out(root, out, whole=whole)
    pages = _pages(root, include, exclude) if whole else [Path(path.name)]
    return Site(root, tuple(pages), out, whole)


def _check_out(root: Path, out: Path, *, whole: bool) -> None:
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out is not a folder: {out}")
    site, target = root.resolve(), out.resolve()
    if target == site or (whole and target.is_relative_to(site)):
        raise UsageError(f"--out lies inside the site: {out}")
    if whole and site.is_relative_to(target):
        raise UsageError(f"--out lies around the site: {out}")


def _pages(root: Path, include: Sequence[str], exclude: Sequence[str]) -> Iterator[Path]:
    wanted, unwanted = _globs(include), _globs(exclude)
    for relative in _files(root):
        if relative.suffix.lower() not in SUFFIXES:
            continue
        name = relative.as_posix()
        if wanted and not any(glob.match(name) for glob in wanted):
            continue
        if not any(glob.match(name) for glob in unwanted):
            yield relative


def _globs(globs: Sequence[str]) -> list[re.Pattern[str]]:
    # A glob for a folder means what lies in it.
    return [re.compile(translate(glob + "*" if glob.endswith("/") else glob)) for glob in globs]


def _files(root: Path) -> Iterator[Path]:
    """Yield the regular files below a folder, sorted; links are not followed."""
    for folder, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if not file.is_symlink() and file.is_file():
                yield file.relative_to(root)


def apply_site(
    site: Site, options: ApplyOptions, *, jobs: int, write: bool
) -> Iterator[PageResult]:
    """Rewrite the pages of a site, one result a page as they get done, in the site's order.

    With `write` off nothing is written. Assets are linked from the site's root unless
    `options.assets` is None.
    """
    if write:
        copy_rest(site)
    yield from run(Apply(site.root, site.out, options, write), site.pages, jobs)


def remove_site(site: Site, *, jobs: int, write: bool) -> Iterator[PageResult]:
    """Give back the pages of a site as `apply` found them, then delete its asset files."""
    if write:
        copy_rest(site)
    failed = False
    for result in run(_Remove(site.root, site.out, write), site.pages, jobs):
        failed |= result.error is not None
        yield result
    if write and not failed:
        for file in sorted(site.target.glob("mathfit.*")):
            if _is_our_asset(file):
                file.unlink()


def _is_our_asset(file: Path) -> bool:
    """Tell whether a file is an asset of ours that nobody changed: its name holds its hash."""
    if not assets.FILE_NAME.fullmatch(file.name) or file.is_symlink() or not file.is_file():
        return False
    try:
        content = file.read_bytes().decode("ascii")
    except (OSError, UnicodeDecodeError):
        return False
    return assets.Asset(file.suffix[1:], content).name == file.name


def run(work: Callable[[Path], Result], pages: Sequence[Path], jobs: int) -> Iterator[Result]:
    """Do the work for each page, in their order, in `jobs` processes where that pays."""
    if jobs <= 1 or len(pages) < _POOL_PAYS_FROM:
        keep_freed_memory()
        yield from map(work, pages)
        return
    with ProcessPoolExecutor(jobs, initializer=keep_freed_memory) as pool:
        yield from pool.map(work, pages, chunksize=max(1, min(16, len(pages) // (4 * jobs))))


@dataclass(frozen=True, slots=True)
class Apply:
    """Rewrite one page of a site after the other; `page` is relative to the site."""

    root: Path
    out: Path | None
    options: ApplyOptions
    write: bool

    def __call__(self, page: Path) -> PageResult:
        """Rewrite a page whose equations are measured when it is read."""
        try:
            return self.apply(page, read_page(self.root / page), self.options)
        except Exception as error:  # noqa: BLE001  # no page stops the work on all the others
            return self.failed(page, error)

    def apply(
        self,
        page: Path,
        raw: bytes,
        options: ApplyOptions,
        sizes: Sequence[Size | None] | None = None,
        inline: Sequence[tuple[int, Size]] = (),
    ) -> PageResult:
        """Rewrite a page that was read; raises MathfitError or OSError where that is no good."""
        if options.assets is not None:
            options = replace(options, assets="../" * (len(page.parts) - 1))
        load = script_loader(self.root, page)
        applied = apply_page(raw, options, sizes=sizes, inline=inline, load=load)
        changed = applied.html != raw
        if self.write:
            target = self.out or self.root
            # Before the page: no reader gets a page without them.
            for asset in applied.files:
                _ensure(target / asset.name, asset.content.encode("ascii"))
            if changed or self.out is not None:
                write_file(target / page, applied.html, self.root / page)
        found = applied.page
        if found is None:
            return PageResult(page, changed)
        measured = sizes is not None and bool(found.equations)
        return PageResult(
            page, changed, len(found.equations), found.engines, found.left, measured=measured
        )

    def failed(self, page: Path, error: Exception) -> PageResult:
        """Give the result of a page that is left as it was."""
        if self.write and self.out is not None:
            _copy_as_it_was(self.root / page, self.out / page)
        return PageResult(page, error=error_message(error))


def _ensure(file: Path, content: bytes) -> None:
    """Write a file unless it is there."""
    try:
        if file.read_bytes() == content:
            return
    except OSError:
        pass
    write_file(file, content)


@dataclass(frozen=True, slots=True)
class _Remove:
    root: Path
    out: Path | None
    write: bool

    def __call__(self, page: Path) -> PageResult:
        try:
            raw = read_page(self.root / page)
            original = remove_html(raw)
            changed = original != raw
            if self.write and (changed or self.out is not None):
                write_file((self.out or self.root) / page, original, self.root / page)
        except Exception as error:  # noqa: BLE001  # no page stops the work on all the others
            return PageResult(page, error=error_message(error))
        return PageResult(page, changed)


def error_message(error: Exception) -> str:
    """Say in one line why a page could not be processed."""
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read or written: {error.strerror}"
    if isinstance(error, (MathfitError, OSError)):
        return str(error)
    return f"left as it was, by a mistake in mathfit: {type(error).__name__}: {error}"


def read_page(file: Path) -> bytes:
    """Return a page's bytes. Raises OSError, or MathfitError for what is plainly no page."""
    raw = file.read_bytes()
    if raw.startswith(_NOT_HTML):
        raise MathfitError("is not HTML")
    return raw


def write_file(file: Path, content: bytes, like: Path | None = None) -> None:
    """Write a file whole or not at all, with the permissions of `like` (or those it had)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    model = like if like is not None else file
    handle, name = tempfile.mkstemp(prefix=f".{file.name[:80]}.", suffix=".tmp", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        if model.exists():
            shutil.copymode(model, temporary)
        else:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@lru_cache(maxsize=1)
def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def copy_rest(site: Site) -> None:
    """Copy the files that are no pages to `out`; links are copied where they stay in the site."""
    if site.out is None or not site.whole:
        return
    pages = set(site.pages)
    for folder, folders, names in os.walk(site.root, followlinks=False):
        here = Path(folder)
        there = site.out / here.relative_to(site.root)
        there.mkdir(parents=True, exist_ok=True)
        for name in [*folders, *names]:
            file = here / name
            if file.is_symlink():
                _copy_link(file, there / name, site.root)
            elif file.is_file() and file.relative_to(site.root) not in pages:
                _copy_as_it_was(file, there / name)


def _copy_link(link: Path, copy: Path, root: Path) -> None:
    if link.resolve().is_relative_to(root.resolve()) and not copy.is_symlink():
        copy.symlink_to(link.readlink())


def _copy_as_it_was(file: Path, copy: Path) -> None:
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
    except OSError:
        return  # a page that cannot be read is named by its result; nothing to copy


def script_loader(root: Path, page: Path) -> Callable[[str], str | None]:
    """Return the function that reads a script of the site by the address a page uses."""

    def load(address: str) -> str | None:
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = unquote(parts.path)
        if not path.startswith("/"):
            return _script(root, page.parent / path)
        # A site may be served below a folder that its own files do not lie in.
        steps = path.strip("/").split("/")
        for skipped in range(min(3, len(steps))):
            found = _script(root, Path(*steps[skipped:]))
            if found is not None:
                return found
        return None

    return load


@lru_cache(maxsize=512)
def _script(root: Path, relative: Path) -> str | None:
    try:
        file = (root / relative).resolve()
        if not file.is_relative_to(root.resolve()) or not file.is_file():
            return None
        if file.stat().st_size > _LONGEST_SCRIPT:
            return None
        return file.read_bytes().decode("latin-1")
    except (OSError, ValueError):
        return None
