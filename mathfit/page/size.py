"""The natural size of a formula, and how a page writes it: in em, as declarations of CSS."""

from __future__ import annotations

from dataclasses import dataclass

KATEX_COUNTERS = ("katexEqnNo", "mmlEqnNo")
"""KaTeX's counters of equations, in its HTML and in its MathML; both count the same."""


@dataclass(frozen=True, slots=True)
class Size:
    """An equation's natural size, in em of the text around it.

    `top` and `bottom` are the margins that the engine's output has, `depth` what an inline formula
    has below the baseline. `long`: it may scroll at the smallest scale. `rtl`: in text that runs
    from right to left. `lazy`: one of so many that it is painted only when it comes near the
    screen. `numbers` are KaTeX's automatic numbers in it, `counted` those on the page before it.
    `ex` is that em in ex of its font, where the engine sizes its output by the x-height: written
    so, the numbers hold in the reader's font as well. `font` is the engine's own font size, in em
    of the text, where it is to follow the x-height as they do.
    """

    width: float
    height: float
    top: float = 0
    bottom: float = 0
    depth: float | None = None
    long: bool = False
    rtl: bool = False
    lazy: bool = False
    numbers: int = 0
    counted: int = 0
    ex: float | None = None
    font: float | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """The attributes of the wrapper that are there or not."""
        inline = self.depth is not None
        marks = {"long": self.long, "rtl": self.rtl, "lazy": self.lazy, "inline": inline}
        marks["sized"] = self.font is not None
        return tuple(name for name, there in marks.items() if there)

    def outer_style(self, floor: float | None = None) -> str:
        """Return the wrapper's declarations; `floor` is the smallest scale if not the usual one."""
        values = {"w": self.width, "h": self.height, "t": self.top, "b": self.bottom}
        if self.depth is not None:
            values["d"] = self.depth
        if self.long and floor is not None:
            values["floor"] = floor
        style = ";".join(f"--mathfit-{name}:{_number(value)}" for name, value in values.items())
        if self.ex is not None:
            style += f";--mathfit-em:{_number(self.ex)}ex"
        if self.font is not None:
            style += f";--mathfit-font:{_number(self.font)}"
        if self.numbers:
            counts = " ".join(f"{counter} {self.numbers}" for counter in KATEX_COUNTERS)
            style += f";counter-increment:{counts}"
        return style

    def inner_style(self) -> str:
        """Return the declarations of the innermost element, which may be none."""
        if not self.numbers:
            return ""
        return "counter-reset:" + " ".join(f"{name} {self.counted}" for name in KATEX_COUNTERS)


def _number(value: float) -> str:
    return f"{round(value, 4):g}" if abs(value) < 100 else f"{value:.2f}"
