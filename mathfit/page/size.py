"""The natural size of a formula, and how a page writes it: in em, as declarations of CSS."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """A formula's natural size. An em is the font size of the text around the formula."""

    width: float
    """Its width, em."""
    height: float
    """Its height, em."""
    top: float = 0
    """The margin above it that the engine's output has, em."""
    bottom: float = 0
    """The margin below it that the engine's output has, em."""
    depth: float | None = None
    """What an inline formula has below the baseline, em; None for an equation."""
    long: bool = False
    """It may scroll at the smallest scale."""
    rtl: bool = False
    """It stands in text that runs from right to left."""
    lazy: bool = False
    """It is one of so many that it is painted only when it comes near the screen."""
    held: bool = False
    """It is an inline formula that fits every line. Its room is kept until its engine has typeset
    it; from then on its wrapper has no box."""
    counts: str = ""
    """What it counts on the page, as the value of CSS's counter-increment: KaTeX's numbers, or a
    theme's."""
    counted: str = ""
    """What those counters have reached before it, as the value of CSS's counter-reset."""
    ex: float | None = None
    """How many ex of its font an em is, where the engine sizes its output by the x-height. Written
    in ex, the size holds in the reader's font as well."""
    px: float | None = None
    """The font size that KaTeX's own room had when it was measured, CSS px: where the equation has
    no wrapper, it is laid out in that size and scaled from there."""
    font: float | None = None
    """The font size that the engine gives its output, em, where it has to follow the x-height."""

    @property
    def flags(self) -> tuple[str, ...]:
        """The attributes without a value that its wrapper gets."""
        inline = self.depth is not None and not self.held
        flags = {"long": self.long, "rtl": self.rtl, "lazy": self.lazy, "inline": inline}
        flags["sized"] = self.font is not None
        return tuple(name for name, there in flags.items() if there)

    def outer_style(self, min_scale: float | None = None) -> str:
        """Return the wrapper's declarations; `min_scale` is the smallest, if not the default."""
        values = {"w": self.width, "h": self.height}
        if not self.held:
            values |= {"t": self.top, "b": self.bottom}
        if self.depth is not None:
            values["d"] = self.depth
        if self.long and min_scale is not None:
            values["floor"] = min_scale
        style = ";".join(f"--mathfit-{name}:{_written(value)}" for name, value in values.items())
        if self.ex is not None:
            style += f";--mathfit-em:{_written(self.ex)}ex"
        if self.font is not None:
            style += f";--mathfit-font:{_written(self.font)}"
        if self.counts:
            style += f";counter-increment:{self.counts}"
        return style

    def own_style(self, min_scale: float | None = None) -> str:
        """Return the declarations of an element that is a wrapper without being one of ours."""
        style = self.outer_style(min_scale)
        if self.px is not None:
            style += f";--mathfit-size:{_written(self.px)}px"
        if self.counts:
            style += f";--mathfit-counters:{self.counted}"
        return style

    def inner_style(self) -> str:
        """Return the declarations of the innermost element, which may be none."""
        return f"counter-reset:{self.counted}" if self.counts else ""


def _written(value: float) -> str:
    return f"{round(value, 4):g}" if abs(value) < 100 else f"{value:.2f}"
