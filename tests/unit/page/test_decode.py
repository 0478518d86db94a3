"""Pages are read as browsers read them, and positions lead back to the exact byte."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathfit.page import decode
from mathfit.page.rewrite import Insertion, Rank, delete, insert

ENCODINGS = ["utf-8", "gb18030", "big5", "shift_jis", "iso-2022-jp", "windows-1252", "euc-jp"]
TEXTS = {"windows-1252": "café – naïve", "big5": "功許蓋 數學", "gb18030": "數學公式 𝄞 許", "": ""}


def page(encoding: str) -> bytes:
    text = TEXTS.get(encoding, "数学の公式 ソ表")
    html = f'<meta charset="{encoding}">\r\n<p>{text}$$x$$\r{text}<b>y</b>'
    return html.encode(encoding)


def mark(raw: bytes, *needles: str) -> bytes:
    """Put a bar before each needle, through the parsed text's positions."""
    source = decode.read(raw)
    places = [source.text.index(needle) for needle in needles]
    return insert(source, [Insertion(place, Rank.OPEN, "|") for place in places])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_insertions_stand_at_the_right_byte(encoding: str) -> None:
    raw = page(encoding)
    marked = mark(raw, "$$x", "<b>", "y<")
    expected = raw
    for needle in (b"$$x", b"<b>", b"y<"):
        expected = expected.replace(needle, b"|" + needle)
    assert marked == expected


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_byte_order_marks(encoding: str) -> None:
    text = "<p>é 𝄞\r\n\r$$x$$"
    raw = "\ufeff".encode(encoding) + text.encode(encoding)
    expected = ("\ufeff" + text.replace("$$x", "|$$x")).encode(encoding)
    assert mark(raw, "$$x") == expected


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b"<meta charset=gbk>", "gb18030"),
        (b"<META CHARSET='GB2312'>", "gb18030"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "cp932"),
        (b"<!-- <meta charset=big5> --><meta charset=utf-8>", decode.BYTEWISE),
        (b'<?xml version="1.0" encoding="Big5"?>', "big5hkscs"),
        (b"<meta charset=utf-16>", decode.BYTEWISE),
        (b"<meta charset=no-such-thing>", decode.BYTEWISE),
        (b"<meta charset=a\0b>", decode.BYTEWISE),
        (b"<meta charset=rot13>", decode.BYTEWISE),
        (b" " * 1024 + b"<meta charset=gbk>", decode.BYTEWISE),
        (codecs.BOM_UTF8 + b"<meta charset=gbk>", decode.BYTEWISE),
        (b"", decode.BYTEWISE),
    ],
)
def test_which_encoding(head: bytes, codec: str) -> None:
    assert decode.sniff(head)[0] == codec


def test_a_second_byte_that_looks_like_a_backslash_is_none() -> None:
    raw = '<meta charset="shift_jis"><p>表[x表]'.encode("cp932")
    assert b"\\[" in raw
    assert "\\[" not in decode.read(raw).text


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis", "utf-16-le", "iso-2022-jp"])
@given(data=st.binary(max_size=60), after=st.binary(max_size=20))
def test_invalid_bytes_do_not_move_positions(encoding: str, data: bytes, after: bytes) -> None:
    head = f'<meta charset="{encoding}">'.encode()
    if encoding == "utf-16-le":
        head = b"\xff\xfe"
        needle = "|<b>".encode("utf-16-le")
        data += b"\0" * (len(data) % 2)
    elif encoding == "iso-2022-jp":
        data = data.replace(b"\x1b", b"") + b"\x1b(B"
        needle = b"|<b>"
    else:
        needle = b"|<b>"
        data += b" "  # so that no first byte of two is left open
    data, after = (part.replace(b"\3", b"\1") for part in (data, after))
    raw = head + data + needle + after
    source = decode.read(raw)
    at = source.text.find("|<b>")
    assert at >= 0
    marked = insert(source, [Insertion(at, Rank.OPEN, "\3")])
    mark = source.encode("\3")
    index = marked.index(mark)
    assert marked[:index] + marked[index + len(mark) :] == raw
    assert raw[index:].startswith(source.encode("|<b>"))


@given(st.text(), st.text())
def test_str_pages_keep_every_character(before: str, after: str) -> None:
    text = before + "<b>" + after
    source = decode.read(text)
    at = source.text.index("<b>")
    marked = insert(source, [Insertion(at, Rank.OPEN, "\0\0|")])
    assert marked.replace("\0\0|", "", 1) == text
    assert marked.split("\0\0|", 1)[1].startswith("<b>")


@given(st.binary(), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=4))
def test_deleting_what_was_inserted_gives_the_bytes_back(
    raw: bytes, places: list[tuple[int, int]]
) -> None:
    source = decode.read(raw)
    if source.codec != decode.BYTEWISE or b"\r" in raw:
        return
    insertions = [
        Insertion(min(place, len(source.text)), Rank.OPEN, "|" * length) for place, length in places
    ]
    marked = insert(source, insertions)
    spans, shift = [], 0
    for insertion in sorted(insertions):
        start = insertion.position + shift
        spans.append((start, start + len(insertion.text)))
        shift += len(insertion.text)
    again = decode.Source(marked, marked.decode("latin-1")[source.bom :], "latin-1", "", source.bom)
    assert delete(again, spans) == raw
