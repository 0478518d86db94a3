"""A folder at an address (`s3://bucket/site`), read and written through fsspec."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mathfit.errors import PageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# What tells that a file is another than it was, the surest first: each store has some of these.
_TAGS = (
    *("ETag", "etag", "generation", "mtime"),
    *("LastModified", "last_modified", "updated", "modified", "created"),
)
# What S3 keeps with an object and forgets when the object is written without it.
_S3_KEPT = (
    *("ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage"),
    *("Metadata", "StorageClass", "WebsiteRedirectLocation"),
)


class Store:
    """The files below an address, by their names there, with `/`.

    Anything may be raised by what talks to the store; OSError where that tells what happened.
    """

    def __init__(self, address: str) -> None:
        """Open an address. Raises UsageError where a package is missing or the protocol unknown."""
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415  # an extra
        except ImportError:
            raise UsageError(
                f"{address}: an address needs a package more: pip install 'mathfit[fsspec]'"
            ) from None
        try:
            # A listing that is kept would be old.
            fs, root = url_to_fs(address, use_listings_cache=False, **_settings(address))
        except (ImportError, ValueError) as error:
            raise UsageError(f"{address}: {error}") from None
        self.address = address.rstrip("/")
        self._fs: Any = fs
        self._root = str(root).rstrip("/")
        self.protocol: str = fs.protocol if isinstance(fs.protocol, str) else fs.protocol[0]

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        return Store, (self.address,)

    @property
    def in_this_process(self) -> bool:
        """Tell whether no other process sees the files."""
        return self.protocol == "memory"

    def entries(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each file, with what changes when the file does, in no order.

        The folders right below the address are listed one after the other: a listing takes some ten
        times the memory of what is yielded. Raises UsageError where there is no such folder.
        """
        try:
            top = self._fs.ls(self._root, detail=True)
        except FileNotFoundError:
            raise UsageError(f"no such folder: {self.address}") from None
        except Exception as error:  # a store's own errors have no common base
            raise UsageError(f"{self.address} cannot be read: {_told(error)}") from error
        if [self._name(entry) for entry in top] == [None] and top[0]["type"] == "file":
            raise UsageError(
                f"{self.address} is a file: name its folder, and the file by --include"
            )
        for entry in top:
            if entry["type"] != "directory":
                found: Iterable[dict[str, Any]] = [entry]
            elif self._name(entry) is None:
                continue
            else:
                found = self._fs.find(entry["name"], detail=True).values()
            for one in found:
                name = self._name(one)
                if name and one["type"] == "file":
                    yield name, _stamp(one)

    def names_at_top(self) -> list[str]:
        """Return the names of the files that lie in no folder."""
        top = self._fs.ls(self._root, detail=True)
        names = (self._name(entry) for entry in top if entry["type"] == "file")
        return sorted(name for name in names if name)

    def read(self, name: str) -> bytes:
        """Return what stands in a file. Raises FileNotFoundError, or what the store raises."""
        content = self._fs.cat_file(self._path(name))
        assert isinstance(content, bytes)  # noqa: S101
        return content

    def read_all(self, names: Sequence[str]) -> dict[str, bytes | Exception]:
        """Return what stands in several files, asked for at once; an exception for what failed."""
        paths = [self._path(name) for name in names]
        # Not by `cat`, which takes names for patterns and first asks for each whether it is there.
        found = self._fs.cat_ranges(paths, None, None, on_error="return") if paths else []
        return dict(zip(names, found, strict=True))

    def write(self, name: str, content: bytes, like: Store | None = None) -> None:
        """Write a file; on S3 with the media type and headers of the same file in `like`."""
        known = like.kept(name)[1] if like and like.protocol == self.protocol else {}
        self._put(name, content, known or self._new(name))

    def rewrite(self, name: str, content: bytes, seen: str) -> None:
        """Write a file anew that is what it was when it was `seen`, as `entries` told.

        Raises PageError where it is not. Another may still come between the look and the writing.
        """
        stamp, kept = self.kept(name)
        if stamp != seen:
            raise PageError("left as it is: it was changed meanwhile; run this again")
        self._put(name, content, kept)

    def kept(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return what changes when a file does, and what has to be given when it is written."""
        path = self._path(name)
        if self.protocol != "s3":
            return _stamp(self._fs.info(path)), {}
        bucket, key, _ = self._fs.split_path(path)
        try:
            head = self._fs.call_s3("head_object", Bucket=bucket, Key=key)
        except FileNotFoundError:
            raise PageError("it is not there any more") from None
        seen = {"ETag": head["ETag"], "size": head["ContentLength"]}
        return _stamp(seen), {key: head[key] for key in _S3_KEPT if head.get(key)}

    def copy(self, name: str, target: Store) -> None:
        """Copy a file to the same name in another store."""
        path, goal = self._path(name), target._path(name)
        if self._fs == target._fs and self.protocol != "file":
            self._fs.cp_file(path, goal)
        elif target.protocol == "file":
            with self._fs.open(path, "rb") as source, _replacing(goal) as copy:
                shutil.copyfileobj(source, copy)
        else:
            given = target._new(name)
            with self._fs.open(path, "rb") as source, target._fs.open(goal, "wb", **given) as copy:
                shutil.copyfileobj(source, copy)

    def delete(self, name: str) -> None:
        """Delete a file."""
        self._fs.rm_file(self._path(name))

    def _put(self, name: str, content: bytes, given: Mapping[str, Any]) -> None:
        path = self._path(name)
        if self.protocol == "file":
            with _replacing(path) as stream:
                stream.write(content)
            return
        try:
            self._fs.pipe_file(path, content, **given)
        except FileNotFoundError:  # a store with folders of its own
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._fs.pipe_file(path, content, **given)

    def _new(self, name: str) -> dict[str, Any]:
        """Return what S3 has to be told of a new file; a browser would save it as a download."""
        if self.protocol != "s3":
            return {}
        import mimetypes  # noqa: PLC0415  # costs every start of a verb otherwise

        kind, encoding = mimetypes.guess_type(name)
        given = {"ContentType": kind, "ContentEncoding": encoding}
        return {key: value for key, value in given.items() if value}

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _name(self, entry: Mapping[str, Any]) -> str | None:
        """Return an entry's name below the address; None for the address itself."""
        path = str(entry["name"])
        if not path.startswith(f"{self._root}/"):
            return None
        return path[len(self._root) + 1 :].rstrip("/") or None


def _settings(address: str) -> dict[str, Any]:
    """Return how a store is to be asked.

    s3fs (2026.9) asks for the size of each file first, to read a large one in parts at once: twice
    as many requests. A page is small, and many are read at once anyway.
    """
    return {"max_concurrency": 1} if address.startswith(("s3://", "s3a://")) else {}


class _replacing:  # noqa: N801  # used as a function
    """A file of the machine's own that takes the place of another when it is whole."""

    def __init__(self, file: str) -> None:
        self._file = Path(file)
        # The name that runs on a folder know for what a run which was killed has left.
        self._part = self._file.with_name(f".mathfit-{os.urandom(16).hex()}.part")

    def __enter__(self) -> Any:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._stream = self._part.open("xb")
        return self._stream

    def __exit__(self, kind: object, *_: object) -> None:
        self._stream.close()
        if kind is None:
            if self._file.exists():
                shutil.copystat(self._file, self._part)
                self._part.touch()
            self._part.replace(self._file)
        with suppress(OSError):
            self._part.unlink(missing_ok=True)


def is_safe(name: str) -> bool:
    """Tell whether a name of a store can be that of a file in a folder, and leads out of none."""
    path = PurePosixPath(name)
    return (
        "\0" not in name
        and str(path) == name
        and not path.is_absolute()
        and (".." not in path.parts)
    )


def _stamp(entry: Mapping[str, Any]) -> str:
    tag = next((entry[key] for key in _TAGS if entry.get(key)), "")
    if isinstance(tag, datetime):  # a store may tell the same time in two ways
        tag = tag.timestamp()
    return f"{tag} {entry.get('size')}"


def _told(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
