"""`mathfit verify`: open a site in a browser and prove that its equations fit."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from mathfit import defaults
from mathfit.cli import browser_options as browsing
from mathfit.cli import places
from mathfit.cli import site_options as shared
from mathfit.cli.options import CommaList, option, verb
from mathfit.cli.output import say, tell, write_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mathfit.cli.places import Place
    from mathfit.verify.results import Run, VerifiedPage
    from mathfit.verify.run import Shard, Verification

_JOBS_EACH = 2
"""Pages that each worker of a cluster has open at once; each has a processor."""
_FILE = click.Path(dir_okay=False, path_type=Path)


@verb("verify", "mathfit verify public --report report")
@shared.site_argument
@option(
    "--widths",
    type=CommaList(click.IntRange(50, 10_000)),
    default=defaults.WIDTHS,
    show_default=",".join(map(str, defaults.WIDTHS)),
    help="Widths of the window in CSS px.",
)
@option(
    "--turns",
    type=click.Choice(["one", "both"]),
    default="one",
    show_default=True,
    help="Turn to each width from one neighbouring width, or from both and load at every width.",
)
@option(
    "--settings",
    type=CommaList(click.Choice(["zoom", "dpr1", "dpr3", "dark", "print", "no-script"])),
    default=(),
    help="Also enter with: text zoomed to 200 %, screens of 1 or 3 pixels per CSS px, the dark "
    "colour scheme, print, JavaScript off.",
)
@option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a report that opens in a browser, with a picture per page and width.",
)
@option(
    "--before",
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR",
    help="The original site: also prove that an equation with room looks as it did there.",
)
@option("--json", "json_file", type=_FILE, metavar="FILE", help="Write the result as JSON.")
@option("--junit", "junit_file", type=_FILE, metavar="FILE", help="Write the result as JUnit XML.")
@option(
    "--summary",
    "summary_file",
    type=_FILE,
    metavar="FILE",
    help="Append the result as Markdown, for the summary of a CI job.",
)
@option(
    "--report-url",
    metavar="URL",
    help="Where readers will find the report: the summary links it and shows its pictures.",
)
@option(
    "--ignore",
    type=CommaList(str),
    default=(),
    help="Checks to leave out, by name (see --list-checks).",
)
@option(
    "--min-scale",
    type=click.FloatRange(0, 1),
    default=defaults.MIN_SCALE,
    show_default=True,
    help="The scale below which equations may scroll, as given to apply.",
)
@option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep results there, and do not open pages again that have not changed, nor anything they "
    "load. Not with --before.",
)
@option("--shard", metavar="K/N", help="Visit only part K of N of the pages.")
@shared.include_option
@shared.exclude_option
@browsing.browser_options
@browsing.timeout_option("Seconds that a page may take to finish at one width.")
@browsing.memory_option("Memory that one page may take; 0 for no limit.")
@option(
    "--jobs",
    type=click.IntRange(min=1),
    # A page waits for timers of its own now and then: one more is faster by a twentieth.
    default=lambda: (os.cpu_count() or 1) + 1,
    show_default="one more than processors",
    help="Pages to have open at once; with --scheduler at each worker, where 2 is the default.",
)
@places.scheduler_option
@click.option(
    "--list-checks",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _parameter, value: _list_checks(ctx) if value else None,
    help="Tell what is checked and why, then stop.",
)
@click.pass_context
def command(ctx: click.Context, /, site: Place, scheduler: str | None, **how: Any) -> None:
    """Open SITE in a browser at many widths and prove the fit.

    Each page is loaded at each width, and turned to it from another width; whatever is wrong is
    told with the page, the width and the equation. A page that shows the same at the narrowest and
    at the widest, loaded there or turned there, is not loaded in between. The site is answered from
    disk, nothing else is reached unless allowed. Exit status 1 on a fault.
    """
    before: Path | None = how.pop("before")
    if before and how["cache"]:
        raise click.UsageError("--cache keeps no pictures to compare: it does not go with --before")
    if before and (scheduler or isinstance(site, str)):
        raise click.UsageError(
            "--before compares pictures on this machine: it does not go with --scheduler or an "
            "address"
        )
    outputs = {name: how.pop(name) for name in ("json_file", "junit_file", "summary_file")}
    report_url: str | None = how.pop("report_url")
    if scheduler:
        for name in ("report", "cache", "packages"):
            how[name] = places.at_any_place(how[name])
        if ctx.get_parameter_source("jobs") is click.core.ParameterSource.DEFAULT:
            how["jobs"] = _JOBS_EACH
    with TemporaryDirectory(prefix="mathfit-") as temporary, ExitStack() as stack:
        looks = Path(temporary) if before else None
        verification = _prepare(site, looks and looks / "after", stack, scheduler, **how)
        _watch(verification, "verify")
        original = None
        if before:
            how["report"] = how["report"] and how["report"] / "before"
            earlier = _prepare(before, looks and looks / "before", stack, None, **how)
            _watch(earlier, "before")
            original = earlier.run
            verification.compare({page.page: page for page in original.pages})
    run = verification.run
    report = verification.pictures
    _write(run, report, outputs["json_file"], outputs["junit_file"], original)
    if summary_file := outputs["summary_file"]:
        _append_summary(summary_file, run, report_url)
    ctx.exit(0 if run.ok else 1)


def _watch(verification: Verification, label: str) -> None:
    with shared_progress(verification, label) as results:
        for _ in results:
            pass


def _prepare(
    site: Place,
    looks: Path | None,
    stack: ExitStack,
    scheduler: str | None,
    widths: tuple[int, ...],
    turns: str,
    settings: tuple[str, ...],
    report: Path | None,
    ignore: tuple[str, ...],
    min_scale: float,
    shard: str | None,
    cache: Path | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    timeout: float,
    memory: int,
    jobs: int,
    **how: Any,
) -> Verification:
    from mathfit.browser.served import SiteFiles
    from mathfit.verify.options import RunOptions, VisitOptions
    from mathfit.verify.run import Verification

    if not widths:
        raise click.BadParameter("at least one width", param_hint="--widths")
    _refuse_what_needs_chromium(how["browser_name"], settings, report, looks)
    opened = stack.enter_context(
        places.opened(site, None, include, exclude, absolute=scheduler is not None)
    )
    network, browser = browsing.read(SiteFiles(opened.root), **how)
    visit = VisitOptions(
        widths=widths,
        both_ways=turns == "both",
        settings=settings,
        timeout=timeout,
        ignored=_ignored(ignore),
        min_scale=min_scale,
        pictures=report,
        looks=looks,
    )
    options = RunOptions(visit, browser, jobs, memory, cache)
    pages = list(opened.names)
    if not pages:
        tell(f"{site}: no pages (*.html, *.htm, *.xhtml)")
    sees = places.of_site(opened, write=False)
    if network.packages:
        sees["read"] = [*sees.get("read", []), places.package_of(network.packages.root)]
    executor = stack.enter_context(places.workers(scheduler, opened, written=[report], **sees))
    return Verification(str(site), network, pages, options, _shard(shard), executor, opened.mirror)


def _refuse_what_needs_chromium(
    name: str, settings: tuple[str, ...], report: Path | None, looks: Path | None
) -> None:
    """Say what cannot be had of another browser, before it is started."""
    if name == "chromium":
        return
    for option_name, wanted, why in (
        ("--report", report, "pictures of whole pages"),
        ("--before", looks, "pictures of whole pages and layout shift"),
        ("--settings zoom", "zoom" in settings, "a text size of its own"),
    ):
        if wanted:
            raise click.UsageError(
                f"{option_name} needs Chromium: {name} gives no {why}. Without it verify finds "
                f"the same faults in {name}, and writes --json and --junit"
            )


def _shard(text: str | None) -> Shard | None:
    from mathfit.verify.run import Shard

    if text is None:
        return None
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise click.BadParameter(f"{text!r} is not K/N with 1 <= K <= N", param_hint="--shard")
    return Shard(int(number), int(of))


def _ignored(names: tuple[str, ...]) -> frozenset[str]:
    from mathfit.verify.judge.checks import BY_NAME

    for name in names:
        if name not in BY_NAME:
            known = ", ".join(BY_NAME)
            raise click.BadParameter(f"no check {name!r}; there are {known}", param_hint="--ignore")
    return frozenset(names)


def _list_checks(ctx: click.Context) -> None:
    from mathfit.verify.judge.checks import CHECKS

    for check in CHECKS:
        say(f"{check.name:17} {check.severity:8} {check.reason}")
    ctx.exit(0)


@contextmanager
def shared_progress(verification: Verification, label: str) -> Iterator[Iterator[VerifiedPage]]:
    """Show a bar with the count of faults so far while the pages go by; only on a terminal."""
    if not sys.stderr.isatty():
        yield iter(verification)
        return
    faults = 0
    with click.progressbar(
        length=len(verification.pages),
        label=label,
        file=sys.stderr,
        show_pos=True,
        item_show_func=lambda item: item,
    ) as bar:

        def counted() -> Iterator[VerifiedPage]:
            nonlocal faults
            for result in verification:
                faults += len(result.failures)
                bar.update(1, f"{faults} faults" if faults != 1 else "1 fault")
                yield result

        yield counted()


def _write(
    run: Run,
    report: Path | None,
    json_file: Path | None,
    junit_file: Path | None,
    before: Run | None,
) -> None:
    from mathfit.verify.formats import as_json, github, junit, table

    write_out(table.render(run))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        write_out(github.render(run))
    _write_file(json_file, as_json.render, run)
    _write_file(junit_file, junit.render, run)
    if report:
        from mathfit.verify.report import build

        try:
            index = build.write(run, report, before)
        except OSError as error:
            raise click.FileError(str(report), error.strerror or str(error)) from None
        tell(f"report: {index}")


def _append_summary(file: Path, run: Run, report_url: str | None) -> None:
    from mathfit.verify.formats import markdown

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as opened:
            opened.write(markdown.render(run, report_url))
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from None


def _write_file(file: Path | None, render: Callable[[Run], str], run: Run) -> None:
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render(run), encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from None
