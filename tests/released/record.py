"""Records what this version of `apply` writes, for the tests of every later one.

    python tests/released/record.py    before a release, and never again after it

It writes tests/released/<version>. Each case is two files: the page as it was, and what
`apply` made of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from mathfit import __version__  # noqa: E402
from mathfit.page.apply import ApplyOptions, apply_page  # noqa: E402
from mathfit.page.assets import SnippetOptions  # noqa: E402
from mathfit.page.size import Size  # noqa: E402

PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="%s"><title>公式</title>
<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js" async></script>
</head><body><p>一 $$x < y$$ 二 <a href="#">\\[z\\]</a><ul><li>$$a<br>b$$<li>c</ul>
<pre>$$ <math-fit> $$</pre><script>const a = '<math-fit translate="no"><math-fit-room>'</script>
</body></html>
"""
XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>a</title><script src="a.js"/></head>
<body><p>b <math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi>x</mi></math><br/>
</p></body></html>
"""
UTF8 = (PAGE % "utf-8").encode()
SIZES = (
    Size(10.5, 2.25, 1, 1),
    Size(120, 3, 1, 1.125, long=True, rtl=True),
    Size(4, 2, 1, 1, counts="katexEqnNo 2 mmlEqnNo 2", counted="katexEqnNo 7 mmlEqnNo 7"),
)
FLOOR = SnippetOptions(0.55)

# Name -> page, options, numbers that were measured at build time.
CASES: dict[str, tuple[bytes, ApplyOptions, tuple[Size, ...] | None]] = {
    "linked": (UTF8, ApplyOptions(assets="../"), None),
    "inline": (UTF8, ApplyOptions(), None),
    "options": (UTF8, ApplyOptions(assets="", translate=True, snippet=FLOOR), None),
    "crlf": (UTF8.replace(b"\n", b"\r\n"), ApplyOptions(assets=""), None),
    "gb18030": ((PAGE % "gb18030").encode("gb18030"), ApplyOptions(assets=""), None),
    "utf-16": ((PAGE % "utf-16").encode("utf-16"), ApplyOptions(assets=""), None),
    "xhtml": (XHTML.encode(), ApplyOptions(assets=""), None),
    "xhtml-inline": (XHTML.encode(), ApplyOptions(), None),
    "measured": (UTF8, ApplyOptions(assets="", snippet=FLOOR), SIZES),
    "measured-inline": (UTF8, ApplyOptions(), SIZES),
    "measured-xhtml": (XHTML.encode(), ApplyOptions(assets=""), SIZES[1:2]),
    "measured-script": (UTF8, ApplyOptions(assets="", script=True), SIZES),
    "measured-rules": (UTF8, ApplyOptions(assets="", by_rule=True), SIZES),
}


def main() -> None:
    """Write both files of each case."""
    folder = Path(__file__).parent / __version__
    folder.mkdir(exist_ok=True)
    for name, (page, options, sizes) in CASES.items():
        applied = apply_page(page, options, sizes=sizes).html
        (folder / f"{name}.original.html").write_bytes(page)
        (folder / f"{name}.applied.html").write_bytes(applied)


if __name__ == "__main__":
    main()
