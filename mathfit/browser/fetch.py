"""Fetch a file of an engine from the network, for a browser that may not reach the network."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPMessage

SECONDS = 30.0
"""Seconds that one file may take."""
LARGEST = 64 << 20
"""Bytes that one file may have."""


class FetchError(Exception):
    """There is no such file to be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file from the network."""

    body: bytes
    """Its content."""
    content_type: str
    """Its media type, as the server told it."""


def fetch(url: str, may_reach: Callable[[str], bool]) -> Fetched:
    """Return the file at an address. No other address is asked unless `may_reach` says so.

    The proxies are those of the environment. Raises FetchError.
    """
    opener = urllib.request.build_opener(_Redirects(may_reach))
    request = urllib.request.Request(url, headers={"user-agent": "mathfit"})  # noqa: S310
    until = time.monotonic() + SECONDS
    body = bytearray()
    try:
        with opener.open(request, timeout=SECONDS) as response:
            while part := response.read1(1 << 20):
                body += part
                if len(body) > LARGEST or time.monotonic() > until:
                    raise FetchError(f"larger than {LARGEST >> 20} MB or slower than {SECONDS:g} s")
            return Fetched(bytes(body), response.headers.get("content-type", ""))
    except urllib.error.HTTPError as error:
        raise FetchError(f"the server says {error.code} {error.reason}") from None
    except (OSError, ValueError) as error:
        raise FetchError(str(getattr(error, "reason", error))) from None


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, may_reach: Callable[[str], bool]) -> None:
        self._may_reach = may_reach

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Any:
        if not self._may_reach(newurl):
            raise FetchError(f"the server sends on to {newurl}, which is not allowed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
