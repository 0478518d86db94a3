"""`mathfit apply`: rewrite a built site so that its equations fit."""

from __future__ import annotations

import shlex
import sys
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Never

import click

from mathfit import defaults
from mathfit.cli import browser_options as browsing
from mathfit.cli import ending, places
from mathfit.cli import site_options as shared
from mathfit.cli.options import option, verb
from mathfit.cli.output import say, say_json, tell, write_out
from mathfit.cli.places import Place
from mathfit.errors import MathfitError
from mathfit.user_cache import default_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mathfit.page.apply import ApplyOptions
    from mathfit.site.jobs import PageResult
    from mathfit.site.manifest import Known, Manifest
    from mathfit.site.walk import FileNote, Site

# The options of --measure, which are nothing to the others.
_MEASURING = (
    *("keep_script", "numbers", "typeset", "fonts", "cache", "no_cache", "timeout", "memory"),
    *("browser", "browser_name", "packages", "allow"),
)


# What a page's outcome depends on of mathfit itself.
_CODE = ("page", "site", "defaults.py", "engines.py", "errors.py", "frameworks.py")

_SIZES_IN: dict[str, Literal["auto", "wrappers", "stylesheet"]] = {
    "auto": "auto",
    "inline": "wrappers",
    "linked": "stylesheet",
}


@verb("apply", "mathfit apply public")
@shared.site_argument
@shared.out_option
@option("--check", is_flag=True, help="Write nothing; exit 1 if a page would change.")
@shared.include_option
@shared.exclude_option
@shared.find_options
@option(
    "--assets",
    type=click.Choice(["linked", "inline"]),
    help="CSS and script as two files of the site, or inside each page.  [default: linked; "
    "inline for -]",
)
@option(
    "--min-scale",
    type=click.FloatRange(0, 1),
    default=defaults.MIN_SCALE,
    show_default=True,
    help="Do not shrink below this scale, scroll instead (0: always shrink).",
)
@option(
    "--translate/--no-translate", default=False, help="Let browsers translate text in formulas."
)
@option(
    "--enlarge/--no-enlarge",
    default=None,
    help="Let readers open a shrunken equation at its natural size.  [default: on; with --measure "
    "where the page keeps the script]",
)
@option(
    "--every-page/--no-every-page",
    default=None,
    help="Put CSS and script into the pages without equations too.  [default: where a router "
    "brings in other pages' content]",
)
@option("--measure", is_flag=True, help="Measure the equations now, in a browser; see below.")
@option(
    "--typeset",
    is_flag=True,
    help="Measure, and put the typeset formulas into the pages: readers load no engine. See below.",
)
@option(
    "--fonts",
    type=click.Choice(["linked", "copied"]),
    default="linked",
    show_default=True,
    help="With --typeset: load the fonts from where the engine loads them, or from copies in SITE.",
)
@option(
    "--keep-script",
    is_flag=True,
    help="With --measure: keep the script, which corrects sizes where the reader's fonts differ.",
)
@option(
    "--numbers",
    type=click.Choice(["auto", "inline", "linked"]),
    default="auto",
    show_default=True,
    help="With --measure: the sizes in style attributes, or in a stylesheet of each page; auto: "
    "as the page's own security policy allows.",
)
@shared.cache_option("which pages are done, and what was measured")
@option(
    "--watch",
    is_flag=True,
    help="Go on, and rewrite pages each time that the site was built anew, until Ctrl-C.",
)
@shared.no_cache_option
@browsing.browser_options
@browsing.timeout_option("With --measure: seconds that a page may take.")
@browsing.memory_option("With --measure: memory that one page may take; 0 for no limit.")
@shared.jobs_option
@places.scheduler_option
@shared.keep_time_option
@shared.json_option
@shared.quiet_option
@shared.verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    site: Place,
    out: Place | None,
    check: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    as_json: bool,
    jobs: int,
    scheduler: str | None,
    measure: bool,
    watch: bool,
    keep_time: bool,
    quiet: bool,
    verbose: bool,
    **how: Any,
) -> None:
    """Make the equations of SITE fit every screen.

    SITE is a folder of built pages, at an address too (s3://bucket/site), one file, or - to read a
    page from standard input and write it to standard output. Pages are rewritten in place unless
    --out is given; `mathfit remove` gives the same bytes back.

    With --measure a browser opens each page that has changed, and the equations' sizes are put into
    the page. Such a page needs no script to fit, and keeps its place while its engine works.

    With --typeset, which measures too, what the page's own engine makes of its formulas goes into
    the page as well, and the engine is loaded no more. A page whose scripts need the engine keeps
    it, and is named.
    """
    measuring = {name: how.pop(name) for name in _MEASURING}
    measure = measure or measuring["typeset"]
    cache: Path | None = None if measuring["no_cache"] else measuring["cache"] or default_folder()
    if str(site) == shared.STDIN:
        if out is not None or as_json:
            raise click.UsageError("--out and --json are for a folder or a file, not for -")
        if measure or watch:
            name = "--measure" if measure else "--watch"
            raise click.UsageError(f"{name} is for a folder or a file, not for -")
        ctx.exit(_pipe(page_options(stdin=True, **how), check=check))
    call = _Call(
        *(site, out, check, include, exclude, as_json, jobs, scheduler, keep_time, quiet, verbose),
        *(cache, how),
    )
    if not watch:
        ctx.exit(call.once(measuring if measure else None))
    if check or as_json:
        raise click.UsageError("--watch goes on: there is no end at which --check or --json tells")
    if scheduler or isinstance(site, str) or isinstance(out, str):
        raise click.UsageError("--watch is for folders of this machine, without --scheduler")
    call.go_on(measuring if measure else None)


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of the command on a folder or a file: its arguments, as the command has them."""

    site: Place
    out: Place | None
    check: bool
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    as_json: bool
    jobs: int
    scheduler: str | None
    keep_time: bool
    quiet: bool
    verbose: bool
    cache: Path | None
    how: dict[str, Any]

    def go_on(self, measuring: Mapping[str, Any] | None) -> Never:
        """Rewrite the site, and again each time that it was built anew, until a signal comes."""
        from mathfit.site.scripts import forget_scripts
        from mathfit.site.watch import rebuilt

        self.once(measuring)
        told = False
        try:
            assert isinstance(self.site, Path)  # noqa: S101
            for _ in rebuilt(self.site):
                if not told and not self.quiet:
                    tell(f"{self.site}: watched until Ctrl-C")
                told = True
                forget_scripts()
                try:
                    self.once(measuring, again=True)
                except MathfitError as error:
                    tell(f"mathfit: {error}")
        except KeyboardInterrupt:
            raise SystemExit(ending.status() or 130) from None
        raise AssertionError("a watch has no end of its own")

    def once(self, measuring: Mapping[str, Any] | None, *, again: bool = False) -> int:
        """Rewrite what has to be, tell of it and return the exit status.

        `measuring` has the options of --measure, None without it. What is done `again` is told
        where something has changed.
        """
        with places.opened(
            self.site,
            self.out,
            self.include,
            self.exclude,
            stamped=self.cache is not None,
            absolute=self.scheduler is not None,
            keep_time=self.keep_time,
        ) as opened:
            return self._rewrite(opened, measuring, again=again)

    def _rewrite(self, opened: Site, measuring: Mapping[str, Any] | None, *, again: bool) -> int:
        if not opened.names:
            tell(f"{self.site}: no pages (*.html, *.htm, *.xhtml)", problem=True)
        writing: dict[str, Any] = {
            "jobs": self.jobs,
            "write": not self.check,
            "routed": self.how["every_page"] is None and opened.whole,
            "keep_time": self.keep_time,
        }
        known, settled = None, None
        manifest = self._manifest(opened, measuring, routed=writing["routed"])
        if manifest:
            known = manifest.known(opened, named=self.as_json or self.verbose)
            settled = known.settle(opened)
        if settled is not None:
            # Nothing of what does the work is loaded: on a large site deciding that is all there
            # is.
            quiet = self.quiet or again
            with closing(manifest) if manifest else nullcontext():
                return self._follow(
                    opened, settled, write=False, quiet=quiet, again=again, known=known
                )
        sees = places.of_site(opened, write=not self.check)
        if measuring is not None and measuring["packages"]:
            sees["read"] = [*sees.get("read", []), places.package_of(measuring["packages"])]
        with (
            places.workers(self.scheduler, opened, **sees) as executor,
            closing(manifest) if manifest else nullcontext(),
        ):
            writing["executor"] = executor
            options = page_options(stdin=False, **self.how)
            work: Iterable[PageResult]
            writing |= {"manifest": manifest, "known": known}
            if measuring is not None:
                work = _measured(opened, options, writing, **measuring)
            else:
                from mathfit.site.apply import apply_site

                work = apply_site(opened, options, **writing)
            return self._follow(
                opened, work, write=not self.check, quiet=self.quiet, again=again, spread=executor
            )

    def _manifest(
        self, opened: Site, measuring: Mapping[str, Any] | None, *, routed: bool
    ) -> Manifest | None:
        """Return the list of what earlier runs have left as it should be; None where none is kept.

        Raises UsageError for a folder of packages that is not one.
        """
        # What browsers the workers of a cluster have is known to them alone.
        if self.cache is None or not shared.may_know(opened) or (measuring and self.scheduler):
            return None
        from mathfit.site.manifest import Manifest

        about, holds = f"{sorted(self.how.items())} {self.keep_time} ", None
        if measuring is None:
            from mathfit.own_digest import own_digest
            from mathfit.page import assets

            about += f"{(own_digest(*_CODE), *assets.names())}"
        else:
            from mathfit.measure import known as measured

            about += measured.about(**measuring)
            holds = measured.holds(opened.root, measuring["packages"])
        return Manifest(self.cache / "pages", about, routed, holds=holds)

    def _follow(
        self,
        opened: Site,
        work: Iterable[PageResult],
        *,
        write: bool,
        quiet: bool,
        again: bool,
        spread: object = None,
        known: Known | None = None,
    ) -> int:
        """Tell of the results, and of the pages that are `known` and counted alone.

        Return the exit status.
        """
        results: list[PageResult] = []
        read = 0
        with shared.writing(opened, write=write, quiet=quiet, spread=spread is not None) as failed:
            for result in shared.with_progress(work, len(opened.names), "apply", quiet=quiet):
                shared.tell_problems(result, quiet=quiet)
                if self.verbose and not quiet and result.error is None:
                    tell(f"{result.page}: {_became(result, check=self.check)}")
                if not result.quiet:
                    results.append(result)
                read += 1
            if before := {result.page: result.was for result in results if result.was}:
                from mathfit.site.stale import stale_lists

                shared.tell_notes(stale_lists(opened, before), quiet=quiet)
        pages = len(opened.names)
        if self.verbose and not quiet and read < pages:
            what = shared.counted(pages - read, "page")
            tell(f"{what} without equations: unchanged since the last run, not read")
        by_name = {result.page.as_posix(): result for result in results}
        results = [by_name[name] for name in opened.names if name in by_name]
        shared.tell_unread(results, quiet=quiet)
        if self.as_json:
            say_json(_json(results, failed, pages))
        elif not quiet and not (again and not any(result.changed for result in results)):
            _report(results, pages, opened.shown, check=self.check, known=known)
        if failed or any(result.error or result.failed for result in results):
            return 3
        return 1 if self.check and any(result.changed for result in results) else 0


def _became(result: PageResult, *, check: bool) -> str:
    changed = ("would change" if check else "changed") if result.changed else "unchanged"
    return f"{changed}, {shared.counted(result.equations, 'equation')}"


def _measured(
    site: Site,
    options: ApplyOptions,
    writing: Mapping[str, Any],
    *,
    keep_script: bool,
    numbers: str,
    typeset: bool,
    fonts: Literal["linked", "copied"],
    cache: Path | None,
    no_cache: bool,
    timeout: float,
    memory: int,
    **browser: Any,
) -> Iterator[PageResult]:
    from mathfit.browser.kept import Kept
    from mathfit.browser.memory import browsers_within_means
    from mathfit.browser.pool import PoolOptions
    from mathfit.browser.served import SiteFiles
    from mathfit.measure.apply import MeasureOptions, measure_site

    if writing["executor"]:
        browser["packages"] = places.at_any_place(browser["packages"])
        cache = cache and cache.absolute()
    network, launching = browsing.read(SiteFiles(site.root), **browser)
    how = MeasureOptions(
        PoolOptions(launching, browsers_within_means(writing["jobs"]), memory=memory),
        network,
        timeout,
        keep_script,
        _SIZES_IN[numbers],
        typeset,
        fonts,
        None if no_cache else Kept((cache or default_folder()) / "measured"),
    )
    return measure_site(site, options, how, **writing)


def page_options(
    *,
    stdin: bool,
    engine: str,
    delimiters: tuple[str, ...],
    only: str | None,
    skip: str | None,
    assets: str | None,
    min_scale: float,
    translate: bool,
    enlarge: bool | None,
    every_page: bool | None,
) -> ApplyOptions:
    """Turn the options that hold for each page into ApplyOptions; a bad one is a wrong call.

    With `stdin` there is no site to put the assets into.
    """
    from mathfit.page.apply import ApplyOptions, Bare
    from mathfit.page.assets import SnippetOptions

    if stdin and assets == "linked":
        raise click.UsageError("--assets linked needs a site to put the files into")
    inline = stdin or assets == "inline"
    return ApplyOptions(
        find=shared.read_find_options(engine, delimiters, only, skip),
        snippet=SnippetOptions(min_scale),
        assets=None if inline else "",
        translate=translate,
        enlarge=enlarge,
        bare=Bare.ALL if every_page else Bare.NONE,
    )


def _pipe(options: ApplyOptions, *, check: bool) -> int:
    from mathfit.page.apply import apply_page
    from mathfit.site.jobs import PageResult

    raw = sys.stdin.buffer.read()
    applied = apply_page(raw, options)
    for one in applied.page.skipped if applied.page else ():
        tell(f"-:{one.line}: left as it is: {one.reason}")
    if applied.page is not None:
        shared.tell_unread([PageResult(Path("-"), unread=applied.page.unread)])
    if check:
        return int(applied.html != raw)
    write_out(applied.html)
    return 0


def _json(results: Sequence[PageResult], failed: Sequence[FileNote], pages: int) -> dict[str, Any]:
    return {
        "pages": pages,
        "equations": sum(result.equations for result in results),
        "changed": [result.page.as_posix() for result in results if result.changed],
        "inline_alone": [result.page.as_posix() for result in results if result.inline],
        "without_equations": [result.page.as_posix() for result in results if result.bare],
        "left": [
            {"page": result.page.as_posix(), "line": one.line, "reason": one.reason}
            for result in results
            for one in result.skipped
        ],
        "unread": [
            {"page": result.page.as_posix(), "lines": list(result.unread)}
            for result in results
            if result.unread
        ],
        "measured": [result.page.as_posix() for result in results if result.measured],
        "unmeasured": [
            {"page": result.page.as_posix(), "reason": result.unmeasured}
            for result in results
            if result.unmeasured
        ],
        "typeset": [result.page.as_posix() for result in results if result.typeset],
        "untypeset": [
            {"page": result.page.as_posix(), "reason": result.untypeset}
            for result in results
            if result.untypeset
        ],
        "errors": [
            {"page": result.page.as_posix(), "message": result.error}
            for result in results
            if result.error
        ],
        "files": [{"file": one.path.as_posix(), "message": one.message} for one in failed],
    }


def _report(
    results: Sequence[PageResult],
    pages: int,
    target: str,
    *,
    check: bool,
    known: Known | None,
) -> None:
    changed = [result for result in results if result.changed]
    equations = (known.equations if known else 0) + sum(result.equations for result in results)
    if check:
        for result in changed:
            say(f"{result.page.as_posix()} would change")
    if bare := sum(1 for result in results if result.bare):
        router = next((result.router for result in results if result.bare), None)
        why = f": {router} brings in other pages' content" if router else ""
        verb = "would get" if check else "got"
        say(f"{shared.counted(bare, 'page')} without equations {verb} CSS and script{why}")
    if inline := sum(1 for result in results if result.inline):
        verb = "would have" if check else "has" if inline == 1 else "have"
        say(f"{shared.counted(inline, 'page')} with inline formulas alone {verb} CSS and script")
    with_equations = (known.plain if known else 0) + sum(
        1 for result in results if result.equations
    )
    with_math = shared.counted(with_equations, "page")
    told = (
        f"{shared.counted(equations, 'equation')} in {with_math} of "
        f"{shared.counted(pages, 'page')}; {shared.counted(len(changed), 'page')} "
    )
    if check or not changed:
        say(f"{told}{'would change' if check else 'changed'}")
    else:
        proof = shlex.join(["mathfit", "verify", str(target)])
        say(f"{told}changed in {target}; to prove the fit: {proof}")
