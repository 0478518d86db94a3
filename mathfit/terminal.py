"""Text from elsewhere, made safe for a terminal: names of files and what stands in pages."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    r"""Return one line of text in which each character that is not seen is written as `\x1b`.

    A terminal obeys control characters, and characters of format turn the order of others around.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_printable, text))


def printable_json(text: str) -> str:
    """Return JSON with the same characters written as JSON has them; its line ends stay."""
    if text.isascii():
        return text
    return "".join(one if one.isascii() or _is_seen(one) else _as_json_has_it(one) for one in text)


def _printable(one: str) -> str:
    return one if _is_seen(one) else one.encode("unicode_escape", "surrogatepass").decode("ascii")


def _is_seen(one: str) -> bool:
    category = unicodedata.category(one)
    return category[0] != "C" and category not in {"Zl", "Zp"}


def _as_json_has_it(one: str) -> str:
    units = one.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
