"""`mathfit snippet`: the standalone snippet, for pages that no build step touches."""

from __future__ import annotations

import click

from mathfit import defaults
from mathfit.cli.options import option, verb
from mathfit.cli.output import tell, write_out


@verb("snippet", "mathfit snippet > mathfit.js")
@option("--inline", is_flag=True, help="A script element that holds the script, to be pasted.")
@option(
    "--linked",
    metavar="URL",
    help="A script element that loads the script from the address where you have put the file, "
    "with a hash: browsers run no other file. The file has to be that of the same --readable and "
    "--no-enlarge.",
)
@option(
    "--min-scale",
    type=click.FloatRange(0, 1),
    default=defaults.MIN_SCALE,
    show_default=True,
    help="Do not shrink below this scale, scroll instead (0: always shrink).",
)
@option(
    "--nonce",
    metavar="TEXT",
    help="With --inline or --linked: the nonce that the page's security policy asks for.",
)
@option("--readable", is_flag=True, help="The script not minified, with its comments.")
@option(
    "--enlarge/--no-enlarge",
    default=True,
    show_default=True,
    help="Let readers open a shrunken equation at its natural size.",
)
def command(
    inline: bool,
    linked: str | None,
    min_scale: float,
    nonce: str | None,
    readable: bool,
    enlarge: bool,
) -> None:
    """Write the standalone snippet to standard output, ready to paste.

    \b
    mathfit snippet --inline                  a script element, for the page's head
    mathfit snippet > mathfit.js              the script as a file, and
    mathfit snippet --linked /mathfit.js      the line that loads the file

    The line goes into the head of every page, before or after the script of MathJax or KaTeX.
    Attributes of the script element configure it: data-min-scale="0.5", data-inline="off" (leave
    inline formulas alone), data-translate="yes", data-enlarge="off".
    """  # noqa: D301  # click reads the character \b: these lines are not to be joined
    from mathfit.page import assets

    if inline and linked:
        raise click.UsageError("--inline and --linked exclude each other")
    if nonce and not (inline or linked):
        raise click.UsageError("--nonce needs the script element of --inline or --linked")
    options = assets.SnippetOptions(min_scale)
    script = assets.standalone(readable=readable, enlarge=enlarge)
    if inline:
        write_out(assets.snippet_tag(script, options, nonce=nonce) + "\n")
    elif linked:
        write_out(assets.snippet_link(linked, script, options, nonce=nonce) + "\n")
    else:
        if options.attributes():
            tell(
                f"the smallest scale is said where the script is loaded:{options.attributes()} in "
                "its tag, as --linked and --inline write it"
            )
        write_out(script)
