"""`apply --measure`: what is known goes into the pages at once, the rest through the browsers."""

from __future__ import annotations

import asyncio
import hashlib
import math
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from mathfit import defaults
from mathfit.browser.digest import Dependencies, depends_on, key_of
from mathfit.browser.find import identity
from mathfit.browser.kept import Entry, Kept
from mathfit.browser.network import Network, Traffic
from mathfit.browser.pool import LOST, Opened, PoolOptions, iterate, visit_all
from mathfit.browser.served import ORIGIN, SiteFiles
from mathfit.errors import PageError
from mathfit.measure.fonts import read_sheet, with_copies
from mathfit.measure.known import CODE
from mathfit.measure.measured import Measured
from mathfit.measure.read import BROKEN, STRETCHED, Tagged, read
from mathfit.measure.remade import Making, own_files, remade, remember
from mathfit.own_digest import own_digest
from mathfit.page import decode, tree
from mathfit.page.apply import ApplyOptions, apply_page, left_to_script
from mathfit.page.find import Page, examine
from mathfit.page.remove import remove_html
from mathfit.page.serving import Serving, serving
from mathfit.site.apply import Apply, Routing
from mathfit.site.files import Stamp, but_status, settled, stamp
from mathfit.site.jobs import Basis, PageJob, PageResult
from mathfit.site.manifest import Known
from mathfit.site.scripts import script_loader
from mathfit.site.ways import Ways, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor
    from typing import Self

    from mathfit.page.size import Size
    from mathfit.page.typeset import Typeset
    from mathfit.site.manifest import Manifest
    from mathfit.site.walk import Site

# Pictures and films change no equation; nor do other pages that a script reads (a search index).
_NO_MATTER = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".svg", ".mp4", ".webm", ".mp3")
) | {".pdf", ".html", ".htm"}

_NOTHING = Basis(Dependencies().to_text(), math.inf)
"""On what a page rests that no browser opens."""


@dataclass(frozen=True, slots=True)
class MeasureOptions:
    """How pages are measured."""

    pool: PoolOptions
    """Which browser, how many of them, and the memory that a page may take."""
    network: Network
    """What pages may reach."""
    timeout: float = defaults.TIMEOUT
    """Seconds that a page may take."""
    keep_script: bool = False
    """Leave the script in every page, to correct the sizes where the reader's fonts differ."""
    sizes_in: Literal["auto", "wrappers", "stylesheet"] = "auto"
    """Where the sizes stand: in the wrappers, in a stylesheet of the page, or where the page's own
    security policy (in a `meta` element) allows."""
    typeset: bool = False
    """Put what the engine makes of the formulas into the pages, and the engine to sleep."""
    fonts: Literal["linked", "copied"] = "linked"
    """Whether the fonts of MathJax's output in HTML stay where they are, or are copied."""
    kept: Kept | None = None
    """What was measured before; None to measure everything anew."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A page whose sizes are to be measured, as it was read."""

    page: Path
    """Its path in the site."""
    raw: bytes
    """What stands in its file."""
    original: bytes
    """The same as it was before `apply`."""
    key: str
    """What tells it and these options from all others."""
    stamp: Stamp
    """What its file was like right before."""
    certain: bool = False
    """Whoever has changed the file since has changed the stamp, too."""
    needs_script: str | None = None
    """Why it keeps the script, whatever is measured."""
    untypeset: str | None = None
    """Why its engine has to stay, where its formulas were to be typeset."""
    making: Making = field(default_factory=Making, compare=False)
    """What came up when it was read."""


Told: TypeAlias = tuple[Measured, Dependencies | None]
"""What was measured, and what that depends on; None where that cannot be told."""


def measure_site(
    site: Site,
    options: ApplyOptions,
    how: MeasureOptions,
    *,
    jobs: int,
    write: bool,
    routed: bool = False,
    keep_time: bool = False,
    manifest: Manifest | None = None,
    known: Known | None = None,
    executor: Executor | None = None,
) -> Iterator[PageResult]:
    """Rewrite the pages of a site with their equations' sizes, one result a page.

    First those whose sizes are known and those without equations, in the site's order; then the
    others as they get done; all in the site's order where an `executor` does the work or the site
    is at an address. `routed`, `keep_time`, `manifest`, `known` and `executor` are as `apply_site`
    has them; a page is `known` only where its sizes are kept. A worker of an executor starts one
    browser for each part that it gets. A page that cannot be measured is rewritten for measuring at
    read time. Raises NoBrowserError where there is no browser and one is needed.
    """
    tracked = manifest is not None and write
    apply = Apply(site.root, site.out, write, options, routed, tracked, keep_time=keep_time)
    known = known or Known(site.names)
    ways = Ways(site, jobs, executor)
    if executor:
        pool = replace(how.pool, browsers=1)
        how = replace(how, pool=pool)
    job = Measure(site.root, site.out, write, apply, how)
    names = known.unknown
    results = _measured(job, names, ways) if ways.here else run(job, names, ways)
    yield from Routing(apply, known, manifest).follow(map(_done, results), ways)
    if how.kept:
        how.kept.prune()


def _measured(job: Measure, names: Sequence[str], ways: Ways) -> Iterator[PageResult]:
    unknown: list[Unknown] = []
    for result in run(job, names, ways):
        if isinstance(result, Unknown):
            unknown.append(result)
        else:
            yield result
    yield from _in_browsers(job, unknown)


def _in_browsers(job: Measure, unknown: Sequence[Unknown]) -> Iterator[PageResult]:
    if unknown:
        for one, (measured, depends) in iterate(
            visit_all(unknown, partial(_Tab, job), job.how.pool)
        ):
            yield job.finish(one, measured, depends)


def _done(result: PageResult | Unknown) -> PageResult:
    assert isinstance(result, PageResult)  # noqa: S101
    return result


@dataclass(frozen=True, slots=True)
class Measure(PageJob["PageResult | Unknown"]):
    """Rewrite the pages whose sizes are known; make the others ready, and rewrite them after."""

    part_pages: ClassVar[int] = 32
    """Pages that a worker gets at once, and starts a browser for."""
    parts_per_worker: ClassVar[int] = 1
    """To start a browser takes as long as to measure some pages."""
    in_processes: ClassVar[bool] = False
    """Browsers are processes of their own."""
    apply: Apply
    """What rewrites a page."""
    how: MeasureOptions
    """How pages are measured."""

    def part(self, names: Sequence[str]) -> list[PageResult | Unknown]:
        """Do the work on several pages to its end, a result for each in their order.

        Raises NoBrowserError where there is no browser and one is needed.
        """
        results = {name: self(Path(name)) for name in names}
        unknown = [result for result in results.values() if isinstance(result, Unknown)]
        for result in _in_browsers(self, unknown):
            results[result.page.as_posix()] = result
        return list(results.values())

    def mirrored(self, root: Path, bring: Callable[[str], None]) -> Self:
        """Return the same job for a folder in which files of the site are put as needed."""
        return replace(
            self,
            root=root,
            out=None,
            bring=bring,
            apply=self.apply.mirrored(root, bring),
            how=replace(self.how, network=replace(self.how.network, site=SiteFiles(root, bring))),
        )

    def __call__(self, page: Path) -> PageResult | Unknown:
        """Read a page and work on it, and note what its file was like before or is like now."""
        before = stamp(self.root / page)
        certain = settled(before) is not None
        result = PageJob.__call__(self, page)
        if isinstance(result, Unknown):
            return replace(result, stamp=before, certain=certain)
        return self._left(result, before if certain else None)

    def _left(self, result: PageResult, before: Stamp) -> PageResult:
        """Add to a result what the page's file was left as, where it need not be done again."""
        if not self.apply.tracked or result.error or result.failed:
            return replace(result, left_as=None)
        # Sizes that nobody keeps, and fonts that another time may be had.
        tried = result.measured or result.unmeasured or result.typeset or result.untypeset
        if tried and result.basis is None:
            return replace(result, left_as=None)
        return self.left(result, before)

    def work(self, page: Path, raw: bytes) -> PageResult | Unknown:
        """Rewrite a page if nothing has to be measured for that; else return it as it was read."""
        original = remove_html(raw)
        key = self._key(page, original)
        if again := self._remade(page, raw, key):
            return again
        making = Making()
        found, stays = self._found(page, original, making)
        if found is None or not (found.equations or (self.how.typeset and found.inline)):
            return self.apply.work(page, raw)
        if left := left_to_script(decode.read(original), found):
            # No wrapper stands there that could tell which equation is which.
            result = self.apply.work(page, raw)
            why = f"{left.owner} hydrates what its equations lie in"
            return replace(result, unmeasured=why, basis=_NOTHING)
        untypeset = None if stays is None else stays.stays
        one = Unknown(
            page,
            raw,
            original,
            key,
            None,
            needs_script=_needs_script(found),
            untypeset=untypeset,
            making=making,
        )
        entry = self.how.kept and self.how.kept.find(key, self.how.network)
        if not entry:
            return one
        try:
            measured = Measured.from_json(entry.result)
        except (KeyError, TypeError, ValueError):
            return one
        return self._made(one, measured, entry)

    def _remade(self, page: Path, raw: bytes, key: str) -> PageResult | None:
        """Write a page as an earlier run made it of the same bytes, if one did."""
        if self.how.kept is None or self.bring:
            return None
        load = script_loader(self.root, page)
        key = self._key_of_made(key)
        found = remade(self.how.kept, key, page.as_posix(), self.how.network, load)
        if found is None:
            return None
        saved = self.apply.put(page, raw, found.html, found.files)
        return replace(
            found.result,
            changed=saved.changed,
            notes=saved.notes,
            was=saved.was,
            left_as=(None, saved.stamp),
        )

    def _made(self, one: Unknown, measured: Measured, entry: Entry | None) -> PageResult:
        """Rewrite a page with what was measured, and remember what was made of it."""
        result = self._on_basis(self._rewrite(one, measured), entry)
        if self.how.kept and entry and not self.bring:
            key = self._key_of_made(one.key)
            remember(self.how.kept, key, entry.depends, one.making, result)
        return result

    def failed(self, page: Path, message: str) -> PageResult:
        """Name the page that could not be rewritten."""
        return self.apply.failed(page, message)

    def tag(self, one: Unknown) -> Tagged:
        """Return the page to be opened: with the script, and each wrapper with its index."""
        page = one.page
        options = replace(
            self._finding_inline(),
            assets="../" * (len(page.parts) - 1),
            tagged=True,
            guarded=False,
        )
        applied = apply_page(one.original, options, load=script_loader(self.root, page, self.bring))
        equations = applied.page.equations if applied.page else ()
        source = decode.read(one.original)
        instead = {f"{ORIGIN}/{file.name}": file.data for file in applied.files}
        instead[self.how.network.site.url(page.as_posix())] = applied.html
        lines = tuple(source.line(equation.start) for equation in equations)
        wanted = self.how.typeset and one.untypeset is None and applied.page is not None
        inline = len(applied.page.inline) if wanted and applied.page else None
        return Tagged(page.as_posix(), instead, lines, inline)

    def finish(self, one: Unknown, measured: Measured, depends: Dependencies | None) -> PageResult:
        """Keep what was measured for the next time, and rewrite the page; never raises.

        A page that was rebuilt meanwhile is another page: what is written would be the old one.
        """

        def step() -> PageResult:
            entry = None
            # What failed is tried again the next time.
            if self.how.kept and not measured.failed:
                entry = self.how.kept.put(one.key, depends, measured.to_json())
            now = stamp(self.root / one.page)
            # Another time of status alone is no other page: a backup may have linked it.
            if but_status(now) != but_status(one.stamp):
                raise PageError("left as it is: it was changed while it was measured; apply again")
            before = now if one.certain and now == one.stamp else None
            return self._left(self._made(one, measured, entry), before)

        result = self.attempt(one.page, step)
        assert isinstance(result, PageResult)  # noqa: S101
        return result

    def _on_basis(self, result: PageResult, entry: Entry | None) -> PageResult:
        """Add to a result on what its sizes rest."""
        fetched = self.how.fonts == "copied" and self.how.network.packages is None
        if entry is None or (result.untypeset and fetched):
            return result
        return replace(result, basis=Basis(entry.depends.to_text(), entry.until))

    def _rewrite(self, one: Unknown, measured: Measured) -> PageResult:
        if not self.how.typeset:
            return self._with_sizes(one, measured)
        why = one.untypeset or measured.reason or measured.untypeset
        if why is None:
            try:
                return self._with_outputs(one, measured)
            except PageError as error:
                why = str(error)
        result = self._with_sizes(one, measured)
        return replace(result, untypeset=why)

    def _with_outputs(self, one: Unknown, measured: Measured) -> PageResult:
        """Rewrite a page with what its engine made of it; raise PageError where that cannot be."""
        outputs = measured.typeset
        if outputs is None:
            raise PageError("its engine's output was not taken")
        styled = any(" style=" in output.html for output in (*outputs.equations, *outputs.inline))
        by_rule = measured.by_rule if self.how.sizes_in == "auto" else None
        if by_rule is None:
            by_rule = self.how.sizes_in == "stylesheet"
        if by_rule:
            whose = "its engine's output has style attributes" if styled else "its sizes are rules"
            raise PageError(f"{whose}, and its security policy has none")
        if self.how.fonts == "copied":
            _, stays = self._found(one.page, one.original, one.making)
            sheets = tuple(address for _, address in stays.sheets) if stays is not None else ()
            rules = [*(read_sheet(sheet, self.how.network) for sheet in sheets), outputs.css]
            css, copies = with_copies("\n".join(filter(None, rules)), self.how.network)
            outputs = replace(outputs, css=css, fonts=copies, sheets=sheets)
        # The pieces of inline formulas have wrappers of their own in the outputs, and what the
        # engine would lay out again is as the script left it.
        script = measured.script if measured.script not in (BROKEN, STRETCHED) else None
        options = replace(self._finding_inline(), script=self.how.keep_script or script is not None)
        notes = measured.notes
        if script is not None and not self.how.keep_script:
            notes += (f"keeps the script: {script}",)
        result = self._apply(one, options, measured.sizes, outputs=outputs)
        return _with_notes(replace(result, typeset=True), notes)

    def _with_sizes(self, one: Unknown, measured: Measured) -> PageResult:
        """Rewrite a page with what was measured."""
        options = self.apply.options
        if measured.reason is not None:
            result = self._apply(one, options)
            result = _with_notes(result, measured.notes)
            return replace(result, unmeasured=measured.reason, failed=measured.failed)
        by_rule = measured.by_rule if self.how.sizes_in == "auto" else None
        why = measured.script or one.needs_script
        script = self.how.keep_script or why is not None
        options = replace(
            options,
            script=script,
            by_rule=self.how.sizes_in == "stylesheet" if by_rule is None else by_rule,
        )
        notes = measured.notes
        finding = replace(options, find=self._finding_inline().find)
        held = [(index, size) for index, size in measured.inline if size.held]
        fitted = [(index, size) for index, size in measured.inline if not size.held]
        if not script:
            # Where one of those that are held stands where no wrapper can be, no other is, either.
            for inline in (measured.inline, fitted) if held else (fitted,):
                try:
                    result = self._apply(one, finding, measured.sizes, inline)
                    return _with_notes(result, notes)
                except PageError:
                    if not measured.inline:
                        raise
            options = replace(options, script=True)
            notes += ("keeps the script: its inline formulas stand where no wrapper can be",)
        # The script writes its sizes in em, over these, and finds inline formulas itself.
        sizes = [replace(size, ex=None, font=None) for size in measured.sizes]
        if why is not None and not self.how.keep_script:
            notes += (f"keeps the script: {why}",)
        if held:
            with suppress(PageError):
                finding = replace(finding, script=True)
                return _with_notes(self._apply(one, finding, sizes, held), notes)
        return _with_notes(self._apply(one, options, sizes), notes)

    def _finding_inline(self) -> ApplyOptions:
        options = self.apply.options
        return replace(options, find=replace(options.find, inline=True))

    def _found(
        self, page: Path, original: bytes, making: Making
    ) -> tuple[Page | None, Serving | None]:
        """Return what a page has, and where that is wanted, which scripts serve its engine."""
        load = making.reading(script_loader(self.root, page, self.bring))
        options = self._finding_inline() if self.how.typeset else self.apply.options
        source = decode.read(original)
        found = examine(source, options.find, load)
        if found is None:
            return None, None
        return found[0], serving(source, found[1], found[0], load) if self.how.typeset else None

    def _apply(
        self,
        one: Unknown,
        options: ApplyOptions,
        sizes: Sequence[Size | None] | None = None,
        inline: Sequence[tuple[int, Size]] = (),
        outputs: Typeset | None = None,
    ) -> PageResult:
        """Rewrite a page as `Apply.apply` does, and note what came up."""
        load = one.making.reading(script_loader(self.root, one.page, self.bring))
        return self.apply.apply(
            one.page, one.raw, options, sizes, inline, outputs, load, one.making.hear
        )

    def _key(self, page: Path, original: bytes) -> str:
        """Return what tells this page, these options and this mathfit from all others."""
        return key_of(
            self.how.network,
            own_digest(*CODE),
            assets=own_files(),
            page=page.as_posix(),
            content=hashlib.sha256(original).hexdigest(),
            find=asdict(self.apply.options.find),
            snippet=asdict(self.apply.options.snippet),
            browser=identity(self.how.pool.browser.path, self.how.pool.browser.name),
            typeset=self.how.typeset,
        )

    def _key_of_made(self, key: str) -> str:
        """Return the same for what is made of a page with what was measured."""
        how = (self.how.keep_script, self.how.sizes_in, self.how.fonts)
        return key_of(self.how.network, key, made=f"{self.apply.options} {how} {tree.PARSER}")


def _with_notes(result: PageResult, notes: tuple[str, ...]) -> PageResult:
    return replace(result, remarks=(*notes, *result.remarks))


def _needs_script(page: Page) -> str | None:
    """Say why a page keeps the script, whatever is measured; None where it need not."""
    if owner := next((one.owner for one in page.equations if one.owner), None):
        return f"{owner} hydrates what its equations lie in, and may make them anew"
    router = page.router
    return f"{router} puts other pages' content into it" if router else None


class _Tab:
    """Opens one page after the other. Each has a browser to itself while it is open.

    So it is certain which page ended it, and no other page waits for one that keeps the processor.
    """

    def __init__(self, job: Measure) -> None:
        self._job = job

    async def visit(self, opened: Opened, one: Unknown) -> Told:
        """Measure one page."""
        try:
            page = await asyncio.to_thread(self._job.tag, one)
        except Exception as error:  # noqa: BLE001  # one page's trouble, and the others go on
            why = f"it could not be made ready for measuring: {error or type(error).__name__}"
            return Measured(reason=why, failed=True), None
        traffic, how = Traffic(), self._job.how
        measured = await read(opened, how.network, page, how.timeout, traffic)
        return measured, depends_on(how.network, traffic, _NO_MATTER)

    def give_up(self, _: Unknown) -> Told:
        """Say that the page ended its browser whenever it was opened."""
        return Measured(reason=LOST, failed=True), None

    async def close(self) -> None:
        """Nothing is open between two pages."""
