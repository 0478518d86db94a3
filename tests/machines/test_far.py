"""Sites at addresses: the same bytes as on this machine, and nobody else's work is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.cli import run
from mathfit.machines.mirror import Mirror
from mathfit.machines.store import Store, is_safe
from mathfit.page.apply import ApplyOptions
from mathfit.site.apply import apply_site
from mathfit.site.claim import BusyError, claim
from mathfit.site.far import claimed, open_far_site
from tests.machines import site as sites
from tests.unit.pages import page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MATH = page("<p>$$x$$</p>")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site in a folder, and a temporary folder for the commands to leave empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    return sites.write(tmp_path / "site")


def put(address: str, files: Mapping[str, bytes]) -> None:
    store = Store(address)
    for name, content in files.items():
        store.write(name, content)


def there(address: str) -> dict[str, bytes]:
    store = Store(address)
    return {name: store.read(name) for name, _ in store.entries()}


@pytest.fixture(params=["s3", "memory", "file"])
def address(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> str:
    """The address of a copy of the site."""
    where = {
        "s3": lambda: f"s3://{request.getfixturevalue('bucket')}/a/site",
        "memory": lambda: f"memory://{tmp_path.name}/site",
        "file": lambda: f"file://{tmp_path}/far/site",
    }[request.param]()
    put(where, sites.contents(root))
    return where


def test_apply_and_remove_give_the_bytes_of_a_local_run(
    address: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original, finished = sites.contents(root), sites.applied(root, tmp_path / "other")
    told = capsys.readouterr().err
    assert run(["apply", address, "--check"]) == 3
    assert there(address) == original
    assert "9 pages would change" in capsys.readouterr().out
    assert run(["apply", address, "--jobs", "1"]) == 3
    assert there(address) == finished
    written = capsys.readouterr()
    assert written.err == told.replace("other", "site") + (
        "1/loaded.html: loaded.html.gz beside it holds the page as it was: compress it again\n"
    )
    assert f"9 pages changed in {address.removeprefix('file://')}; to prove" in written.out
    assert run(["apply", address, "-q"]) == 3
    assert there(address) == finished
    Store(address).delete("not.html")
    assert run(["remove", address]) == 0
    del original["not.html"]
    assert there(address) == original


def test_in_several_processes(bucket: str, tmp_path: Path) -> None:
    root = sites.write(tmp_path / "many", 60)
    finished = sites.applied(root, tmp_path / "other")
    put(f"s3://{bucket}/site", sites.contents(root))
    assert run(["apply", f"s3://{bucket}/site", "-q", "--jobs", "2"]) == 3
    assert there(f"s3://{bucket}/site") == finished


def test_on_an_executor(bucket: str, root: Path, tmp_path: Path) -> None:
    finished = sites.applied(root, tmp_path / "other")
    put(f"s3://{bucket}/site", sites.contents(root))
    with ThreadPoolExecutor(3) as executor:
        site = open_far_site(f"s3://{bucket}/site")
        options = ApplyOptions(assets="")
        list(apply_site(site, options, jobs=1, write=True, executor=executor))
    assert there(f"s3://{bucket}/site") == finished


def test_to_another_address_and_between_an_address_and_a_folder(
    bucket: str, root: Path, tmp_path: Path
) -> None:
    finished = sites.applied(root, tmp_path / "other")
    site = f"s3://{bucket}/site"
    put(site, sites.contents(root))
    for source, target in (
        (site, f"s3://{bucket}/out"),
        (root, f"s3://{bucket}/put"),
        (site, tmp_path / "got"),
    ):
        assert run(["apply", str(source), "--out", str(target), "-q"]) == 3
    assert there(f"s3://{bucket}/out") == there(f"s3://{bucket}/put") == finished
    assert sites.contents(tmp_path / "got") == finished
    assert there(site) == sites.contents(root)
    assert run(["remove", f"s3://{bucket}/out", "--out", str(tmp_path / "back"), "-q"]) == 3
    back = sites.contents(tmp_path / "back")
    assert {name: back[name] for name in sites.contents(root)} == sites.contents(root)


def test_each_page_is_asked_for_once(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What docs/machines.md says of the requests of a large site, which cost money there."""
    import s3fs

    root = tmp_path / "site"
    root.mkdir()
    pages = {f"{number}.html": b"<p>no formula</p>" for number in range(8)}
    pages |= {f"math-{number}.html": MATH.encode() for number in range(4)}
    put(f"s3://{bucket}/site", pages)
    asked: list[tuple[str, str]] = []

    def noting(call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(self: Any, method: str, *arguments: Any, **more: Any) -> Any:
            asked.append((method, str(more.get("Key", "")).rpartition("/")[2]))
            return call(self, method, *arguments, **more)

        return noted

    # The one is not called through the other.
    for name in ("_call_s3", "call_s3"):
        monkeypatch.setattr(s3fs.S3FileSystem, name, noting(getattr(s3fs.S3FileSystem, name)))
    assert run(["apply", f"s3://{bucket}/site", "-q", "--jobs", "1"]) == 0
    by_page = {name: sorted(method for method, key in asked if key == name) for name in pages}
    assert {tuple(by_page[name]) for name in pages if "math" not in name} == {("get_object",)}
    changed = {tuple(by_page[name]) for name in pages if "math" in name}
    assert changed == {("get_object", "head_object", "put_object")}


def test_what_s3_says_of_a_file_besides_its_content_is_kept(bucket: str, root: Path) -> None:
    import s3fs

    put(f"s3://{bucket}/site", sites.contents(root))
    store = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    page = (root / "1" / "loaded.html").read_bytes()
    headers = {"ContentType": "text/html; charset=utf-8", "CacheControl": "max-age=60"}
    more = {**headers, "Metadata": {"author": "x"}}
    store.pipe_file(f"{bucket}/site/1/loaded.html", page, **more)

    def head(name: str) -> dict[str, Any]:
        found: dict[str, Any] = store.call_s3("head_object", Bucket=bucket, Key=name)
        return found

    before = head("site/1/loaded.html")
    for arguments in ([], ["--out", f"s3://{bucket}/out"]):
        assert run(["apply", f"s3://{bucket}/site", "-q", *arguments]) == 3
    for site in ("site", "out"):
        now = head(f"{site}/1/loaded.html")
        assert {key: now[key] for key in more} == more
    assert now["ETag"] != before["ETag"]
    kinds = {
        Path(name).suffix: head(name[len(bucket) + 1 :])["ContentType"]
        for name in store.glob(f"{bucket}/site/mathfit.*")
    }
    assert kinds == {".css": "text/css", ".js": "text/javascript"}


def test_a_page_that_another_has_changed_meanwhile_is_left(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = Store.read_all
    mine = b"<p>Another has written this.</p>"

    def meanwhile(store: Store, names: list[str]) -> Any:
        content = read(store, names)
        Store(address).write("1/loaded.html", mine)
        return content

    monkeypatch.setattr(Store, "read_all", meanwhile)
    assert run(["apply", address, "-q", "--jobs", "1"]) == 3
    assert "1/loaded.html: left as it is: it was changed meanwhile" in capsys.readouterr().err
    assert there(address)["1/loaded.html"] == mine


def test_nothing_stays_on_this_machine(
    bucket: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    put(f"s3://{bucket}/site", sites.contents(root))
    assert run(["apply", f"s3://{bucket}/site", "-q"]) == 3
    assert run(["apply", f"s3://{bucket}/none", "-q"]) == 2
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["apply", "s3://bucket/none"], "no such folder: s3://bucket/none"),
        (["apply", "s3://bucket/site/index.html"], "is a file: name its folder"),
        (["apply", "s3://bucket/site", "--out", "s3://bucket/site/o"], "--out lies inside"),
        (["apply", "s3://bucket/site", "--include", "x*"], "matches --include x*"),
        (["apply", "s3://bucket/site", "--watch"], "--watch is for folders of this machine"),
        (["apply", "s3://bucket/site", "--keep-time"], "--keep-time is for folders"),
        (["apply", "gs://bucket/site"], "gcsfs"),
        (["apply", "nothing://bucket/site"], "Protocol not known: nothing"),
        (["verify", "s3://bucket/site", "--before", "."], "--before compares pictures"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    bucket: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(f"s3://{bucket}/site", {"index.html": b"<p>"})
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1


def test_the_claim_on_an_address(tmp_path: Path) -> None:
    mirror = Mirror("s3://bucket/site", "s3://bucket/site")
    inside = Mirror("s3://bucket/site/posts", "s3://bucket/site/posts")
    other = Mirror("s3://bucket/site2", "s3://bucket/site2")
    with claim(*claimed(mirror), tmp_path):
        with claim(*claimed(other), tmp_path) as alone:
            assert alone
        with pytest.raises(BusyError), claim(*claimed(inside), tmp_path):
            pass


@pytest.mark.parametrize("name", ["../a.html", "/a.html", "a//b.html", "./a.html", "a\0.html", ""])
def test_no_name_of_a_store_leads_out_of_the_folder(name: str) -> None:
    assert not is_safe(name)
    assert is_safe("a/b c.html")


def test_a_name_with_signs_of_a_pattern_is_a_name(bucket: str, root: Path) -> None:
    address = f"s3://{bucket}/odd"
    page = sites.contents(root)["1/loaded.html"].replace(b"/docs/js/load.js", sites.ENGINE.encode())
    put(address, {"[slug].html": page, "a*.html": page, "what?.html": page})
    assert run(["apply", address, "-q"]) == 0
    assert sum(b"mathfit" in content for content in there(address).values()) >= 3
