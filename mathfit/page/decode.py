r"""From a file's bytes to the text that a browser parses, and back to exact byte positions.

The parser counts code points of newline-normalised text; an insertion needs a byte. For every
encoding in which an ASCII byte always means its ASCII character (UTF-8, windows-125x, EUC, …) the
bytes are read one to one as Latin-1: the tree has the same shape, the markup and the TeX delimiters
are ASCII, and a position is already a byte, whatever invalid sequences the page holds. Only the
encodings whose second bytes may look like `\` or `[` are really decoded.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Raw = TypeVar("Raw", str, bytes)

BYTEWISE = "latin-1"

# Labels that a page can declare -> Python's codec, for encodings that have to be decoded to be
# understood. Everything else is read byte by byte.
DECODED = {
    **dict.fromkeys(
        [
            "gb18030",
            "gbk",
            "gb2312",
            "gb_2312",
            "gb_2312-80",
            "x-gbk",
            "chinese",
            "csgb2312",
            "csiso58gb231280",
        ],
        "gb18030",
    ),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "csbig5", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(
        [
            "shift_jis",
            "shift-jis",
            "sjis",
            "x-sjis",
            "windows-31j",
            "ms932",
            "ms_kanji",
            "csshiftjis",
        ],
        "cp932",
    ),
    **dict.fromkeys(("iso-2022-jp", "csiso2022jp"), "iso2022_jp"),
}
# A declaration of UTF-16 that could be read as ASCII is wrong, and browsers take it as UTF-8.
_SHOWN_AS_UTF8 = ("utf-16", "utf-16le", "utf-16be", "unicode", "ucs-2", "iso-10646-ucs-2")

_PRESCAN = 1024
_META = re.compile(
    rb"""<!--.*?-->|<meta\s[^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)""", re.IGNORECASE | re.DOTALL
)
_XML_DECLARATION = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")


@dataclass(frozen=True, slots=True)
class Source(Generic[Raw]):
    """One page as it was given and as the parser reads it."""

    raw: Raw
    """The page as it was given: bytes, or a str."""
    text: str
    """What is parsed: without a byte order mark, and each CR or CR LF is one LF."""
    codec: str
    """Python's name of the encoding in which `text` is read and written."""
    shown_codec: str
    """Python's name of the encoding in which `text` is shown to a person."""
    bom: int = 0
    """The length of the byte order mark, in bytes, or in code points of a str."""
    crlf: tuple[int, ...] = ()
    """The positions in `text` of line ends that were two characters."""
    _steps: list[int] = field(default_factory=list, compare=False, repr=False)

    def offsets(self, positions: Sequence[int]) -> list[int]:
        """Turn ascending positions in `text` into positions in `raw` (bytes, or code points)."""
        if self.crlf:
            positions = [position + bisect_right(self.crlf, position - 1) for position in positions]
        if isinstance(self.raw, str) or self.codec == BYTEWISE:
            return [self.bom + position for position in positions]
        return self._decoded_offsets(positions)

    def _decoded_offsets(self, positions: Sequence[int]) -> list[int]:
        assert isinstance(self.raw, bytes)  # noqa: S101
        body = self.raw[self.bom :]
        text = body.decode(self.codec, "replace")
        if text.encode(self.codec, "replace") == body:
            return self._encoded_lengths(text, positions)
        if not self._steps:
            self._steps.extend(_character_starts(body, self.codec))
        return [self.bom + self._steps[position] for position in positions]

    def _encoded_lengths(self, text: str, positions: Sequence[int]) -> list[int]:
        offsets, at, done = [], self.bom, 0
        for position in positions:
            at += len(text[done:position].encode(self.codec))
            done = position
            offsets.append(at)
        return offsets

    def encode(self, inserted: str) -> Raw:
        """Return ASCII text in the form in which it can be put into `raw`."""
        if isinstance(self.raw, str):
            return inserted
        return inserted.encode(self.codec)

    def shown(self, start: int, end: int) -> str:
        """Return a stretch of `text` as a person reads it."""
        part = self.text[start:end]
        if isinstance(self.raw, bytes) and self.codec == BYTEWISE:
            return part.encode(BYTEWISE).decode(self.shown_codec, "replace")
        return part

    def as_read(self, text: str) -> str:
        """Return text that a person typed (a selector, a delimiter) as `text` would hold it."""
        if isinstance(self.raw, bytes) and self.codec == BYTEWISE and not text.isascii():
            return text.encode(self.shown_codec, "replace").decode(BYTEWISE)
        return text

    def folded(self) -> str:
        """Return the page in lower case, to look for ASCII words in it; positions mean nothing.

        Only ASCII is folded, as bytes: that is many times faster than `str.lower`.
        """
        raw = self.raw if isinstance(self.raw, bytes) and self.codec == BYTEWISE else None
        if raw is None:
            raw = self.text.encode("utf-8", "surrogatepass")
        return raw.lower().decode(BYTEWISE)

    def line(self, position: int) -> int:
        """Return the line of a position in `text`, from 1."""
        return self.text.count("\n", 0, position) + 1


def read(raw: Raw) -> Source[Raw]:
    """Read a page: decide its encoding as browsers do, and normalise its line ends."""
    if isinstance(raw, str):
        bom = 1 if raw.startswith("\ufeff") else 0
        text, codec, shown = raw[bom:], BYTEWISE, "utf-8"
    else:
        codec, shown, bom = sniff(raw)
        text = raw[bom:].decode(codec, "replace")
    crlf: tuple[int, ...] = ()
    if "\r" in text:
        ends = (match.start() for match in re.finditer("\r\n", text))
        crlf = tuple(end - before for before, end in enumerate(ends))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(raw, text, codec, shown, bom, crlf)


def sniff(raw: bytes) -> tuple[str, str, int]:
    """Decide a page's encoding: (codec to read it with, codec to show it with, length of the BOM).

    A byte order mark wins, then a declaration in the first 1024 bytes. No HTTP header is known
    here; the encodings that are read byte by byte do not need one.
    """
    if raw.startswith(codecs.BOM_UTF8):
        return BYTEWISE, "utf-8", 3
    if raw.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", "utf-16-le", 2
    if raw.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", "utf-16-be", 2
    label = _declared(raw[:_PRESCAN])
    if label in DECODED:
        return DECODED[label], DECODED[label], 0
    return BYTEWISE, _known_codec(label), 0


def _declared(head: bytes) -> str:
    found = _XML_DECLARATION.match(head)
    labels = [found[1]] if found else [match[1] for match in _META.finditer(head) if match[1]]
    return labels[0].decode("ascii", "replace").lower() if labels else ""


_SINGLE_BYTES = re.compile(r"cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|utf-8|euc_\w+|tis-620")


def _known_codec(label: str) -> str:
    """Return the codec to show text with. A label may be any nonsense, or a codec of no text."""
    if not label.isascii() or label in _SHOWN_AS_UTF8:
        return "utf-8"
    if label in ("iso-8859-1", "latin1", "ascii", "us-ascii"):
        return "cp1252"
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return "utf-8"
    return name if _SINGLE_BYTES.fullmatch(name) else "utf-8"


def _character_starts(body: bytes, codec: str) -> list[int]:
    """Return for each decoded character the byte where it starts, and the end as the last one."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    starts: list[int] = []
    pending = 0
    for index in range(len(body)):
        characters = decoder.decode(body[index : index + 1])
        if characters:
            # An error and the character that revealed it come out together, and an escape
            # sequence before a character is not part of it.
            starts.extend([pending] * (len(characters) - 1))
            length = (
                0 if characters[-1] == "\ufffd" else len(characters[-1].encode(codec, "replace"))
            )
            starts.append(max(pending, index + 1 - length) if length else pending)
            pending = index + 1
    starts.extend([pending] * len(decoder.decode(b"", final=True)))
    starts.append(len(body))
    return starts
