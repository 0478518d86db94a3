"""A blog for the comparisons: the example posts with what real pages have around the article.

A real blog that was measured before has pages of 37 KB with some twenty display equations each.
The examples are shorter and denser: so a page is two or three times the article, as a page of a
month's posts is, a sidebar of links, and readers' comments (the article's own paragraphs without
display equations) until it is as long.
"""

from __future__ import annotations

import re
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples" / "blog"
LENGTH = 37_000
_PARAGRAPH = re.compile(rb"<p>(?:(?!</p>).)*</p>", re.DOTALL)
_DISPLAY = re.compile(rb"\$\$|\\\[|\\begin|katex-display")


def pages(copies: int = 6) -> list[bytes]:
    """Return pages with math: every example post, `copies` times."""
    posts = sorted((EXAMPLES / "posts").glob("*.html"))
    return [_page(post.read_bytes(), copy) for copy in range(copies) for post in posts]


def plain_pages(copies: int = 6) -> list[bytes]:
    """Return the same pages without formulas, engines and typeset math."""
    return [_without_math(page) for page in pages(copies)]


def pages_without_formulas(copies: int = 6) -> list[bytes]:
    """Return pages that load an engine, as a template makes all pages do, and have no formula."""
    engine = b'<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js" async>'
    return [
        page.replace(b"</head>", engine + b"</script></head>", 1) for page in plain_pages(copies)
    ]


def _page(post: bytes, number: int) -> bytes:
    texts = [text for text in _PARAGRAPH.findall(post) if not _DISPLAY.search(text)]
    links = b"".join(
        b'<li class="item"><a href="/post/%d.html" title="%d">%d</a> <time>2025-01-%02d</time></li>'
        % (index, index, index, index % 28 + 1)
        for index in range(60)
    )
    around = [b'<aside class="side"><h3>Posts</h3><ul>', links, b"</ul></aside><ol class=comments>"]
    if len(post) < LENGTH / 3:
        start, end = post.index(b"<article"), post.index(b"</article>") + len(b"</article>")
        repeated = post[start:end] * (2 if number % 2 else 3)
        post = post[:start] + repeated + post[end:]
    length = len(post) + sum(map(len, around))
    index = number
    while length < LENGTH and texts:
        text = texts[index % len(texts)]
        around.append(
            b'<li id="comment-%d" class="comment"><div class="meta"><img class="avatar" alt="" '
            b'src="/a/%d.png"><cite><a href="#" rel="nofollow">reader %d</a></cite></div>'
            b'<div class="body">%s</div><a class="reply" href="#r%d">reply</a></li>\n'
            % (index, index % 9, index, text, index)
        )
        length += len(around[-1])
        index += 1
    around.append(b"</ol></main>")
    return post.replace(b"</main>", b"".join(around), 1)


def _without_math(page: bytes) -> bytes:
    page = re.sub(rb"<script.*?</script>|<link[^>]*katex[^>]*>", b"", page, flags=re.DOTALL)
    page = re.sub(rb'<span class="katex.*?(?=</p>)', b"", page, flags=re.DOTALL)
    for math, word in ((b"$", b"S"), (b"\\", b"/"), (b"katex", b"kitex"), (b"math", b"moth")):
        page = page.replace(math, word)
    return re.sub(rb"(?i)mathjax|katex", b"engine", page)
