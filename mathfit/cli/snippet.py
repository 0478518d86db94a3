"""`mathfit snippet`: the standalone snippet, for pages that no build step touches."""

from __future__ import annotations

from mathfit.cli.options import option, verb
from mathfit.cli.output import write_out


@verb("snippet", "mathfit snippet > mathfit.js")
@option("--readable", is_flag=True, help="The script not minified, with its comments.")
@option(
    "--enlarge/--no-enlarge",
    default=True,
    show_default=True,
    help="Let readers open a shrunken equation at its natural size.",
)
def command(readable: bool, enlarge: bool) -> None:
    """Write the standalone snippet to standard output.

    Include it in a template with one line, before the script of MathJax or KaTeX:
    <script src="mathfit.js" defer></script>
    """
    from mathfit.page import assets

    write_out(assets.standalone(readable=readable, enlarge=enlarge) + "\n")
