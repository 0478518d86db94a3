"""What the site of the documentation needs beyond the pages: mkdocs.yml names this file as a hook.

The pages are read in the repository, too, where links lead to the code. The site has no code: such
a link becomes its text, or leads to the repository where mkdocs.yml has a `repo_url`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from mkdocs.utils import get_relative_url

_LINK = re.compile(r"\[([^\]]*)\]\((\.\./[^)\s#]*)(#[^)\s]*)?\)")
_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]+`")
_SETTINGS = "javascripts/mathjax.js"
_MATHJAX = "https://cdn.jsdelivr.net/npm/mathjax@3.2.2/es5/tex-mml-chtml.js"


def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> str:
    """Return the page's Markdown as MkDocs has to read it."""
    docs = Path(config["docs_dir"])
    folder = (docs / page.file.src_uri).parent

    def lead_out(link: re.Match[str]) -> str:
        text, target, anchor = link[1], link[2], link[3] or ""
        path = Path(os.path.normpath(folder / target))
        if path.is_relative_to(docs):
            return link[0]
        if not config["repo_url"]:
            return text
        address = config["repo_url"].rstrip("/")
        return f"[{text}]({address}/blob/HEAD/{path.relative_to(docs.parent).as_posix()}{anchor})"

    # GitHub wants a bar in code escaped where the code stands in a table; Python-Markdown shows
    # the backslash.
    def bare(row: re.Match[str]) -> str:
        return _CODE.sub(lambda code: code[0].replace(r"\|", "|"), row[0])

    return _ROW.sub(bare, _LINK.sub(lead_out, markdown))


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Return the page with MathJax where there is a formula: no other page has to load it."""
    if 'class="arithmatex"' not in output:
        return output
    addresses = (get_relative_url(_SETTINGS, page.url), _MATHJAX)
    scripts = "".join(f'<script src="{address}" defer></script>' for address in addresses)
    return output.replace("</head>", f"{scripts}</head>", 1)
