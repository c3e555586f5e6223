"""Delete, truncate or age the index: pages go on, search says 503, and the edition comes back by itself."""

from __future__ import annotations

import json
import logging
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.command import portal
from portal.generations import current
from portal.publishing import watch as watching
from portal.publishing.publish import status
from portal.publishing.watch import watch
from portal.search import index
from tests.make import Maker
from tests.reading import Reader

PAGES = (
    "/",
    "/inovasi",
    "/inovasi/jempol",
    "/inovasi/jempol.md",
    "/wilayah",
    "/wilayah/teladan",
    "/kebutuhan",
    "/kebutuhan/antre-ktp",
    "/halaman/cara-mencari",
    "/saran?q=jempol",
    "/sehat",
)
SEARCHES = ("/cari?q=warga", "/cari.atom?q=warga")


class Looks(threading.Event):
    """A stop signal that comes after some looks, without any waiting."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.left = count

    def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 -- the signature of Event
        """Another look, or the end."""
        self.left -= 1
        return self.left < 0


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """A published library to be copied and damaged."""
    maker = Maker(tmp_path_factory.mktemp("utuh"))
    maker.library()
    maker.publish()
    return maker


@pytest.fixture
def copy(pattern: Maker, make: Maker, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """A copy for one test; commands run for it, and a watching thread looks at once."""
    shutil.copytree(pattern.root, make.root, dirs_exist_ok=True)
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))
    monkeypatch.setattr(watching, "TICK", 0.0)
    return make


def edition(make: Maker) -> Path:
    folder = current(make.index)
    assert folder is not None
    return folder


def statuses(client: Reader, paths: tuple[str, ...]) -> set[int]:
    return {client.get(path).status_code for path in paths}


def age(make: Maker) -> None:
    path = edition(make) / "index" / "edition.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**manifest, "format": manifest["format"] - 1}), "utf-8")


DAMAGE: dict[str, Callable[[Maker], object]] = {
    "the whole folder deleted": lambda make: shutil.rmtree(make.index),
    "CURRENT deleted": lambda make: (make.index / "CURRENT").unlink(),
    "CURRENT overwritten": lambda make: (make.index / "CURRENT").write_bytes(b"\xff" * 50),
    "the edition deleted": lambda make: shutil.rmtree(edition(make)),
    "the index deleted": lambda make: shutil.rmtree(edition(make) / "index"),
    "the index emptied": lambda make: [
        path.write_bytes(b"") for path in (edition(make) / "index").rglob("*") if path.is_file()
    ],
    "the manifest truncated": lambda make: (edition(make) / "index" / "edition.json").write_text('{"for'),
    "an older format": age,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_pages_go_on_and_search_is_back_after_a_publish(
    copy: Maker, damage: Callable[[Maker], object]
) -> None:
    damage(copy)
    client = copy.client()

    assert statuses(client, PAGES) == {200}
    for path in SEARCHES:
        response = client.get(path)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5"), path
        assert "sedang disiapkan" in response.text
    assert "Pencarian dan penyaring sedang disiapkan" in client.get("/inovasi").text
    assert client.get("/sehat").get_json() == {"status": "degraded", "reasons": ["search"]}

    copy.publish()

    assert statuses(client, (*PAGES, *SEARCHES)) == {200}
    assert client.get("/sehat").get_json()["status"] == "ok"


FORCED = ("yaml.json", "concept_counts.json")  # no page needs these
FILES = (
    "cases.json",
    "entries.json",
    "kept.json",
    "sources/jempol.md",
    "regions.json",
    "government.json",
    "taxonomy.json",
    "pages.json",
    "glossary.json",
    "articles/jempol.json",
    *FORCED,
)


@pytest.mark.parametrize("name", FILES)
def test_no_damaged_file_of_an_edition_harms_a_page(copy: Maker, name: str) -> None:
    path = edition(copy) / name
    how = None if FILES.index(name) % 2 else b"{"  # deleted or truncated
    before = path.read_bytes()
    if how is None:
        path.unlink()
    else:
        path.write_bytes(how)
    client = copy.client()

    assert statuses(client, PAGES) == {200}
    assert statuses(client, SEARCHES) <= {200, 503}
    copy.publish(force=name in FORCED)

    assert (edition(copy) / name).read_bytes() == before
    assert statuses(copy.client(), (*PAGES, *SEARCHES)) == {200}


def truncated(pattern: Maker, whole: Path, root: Path) -> Maker:
    """A copy of the portal in which one file lacks its last byte."""
    maker = Maker(root)
    shutil.copytree(pattern.root, maker.root)
    path = maker.root / whole.relative_to(pattern.root)
    path.write_bytes(path.read_bytes()[:-1])
    return maker


def files_of_index(make: Maker, *, arrays: bool) -> list[Path]:
    files = [path for path in (edition(make) / "index").rglob("*") if path.is_file() and path.stat().st_size]
    return sorted(path for path in files if ("arrays" in path.parts) == arrays)


def test_any_file_of_whoosh_may_be_truncated(pattern: Maker, tmp_path: Path) -> None:
    files = files_of_index(pattern, arrays=False)
    assert len(files) > 10

    for number, whole in enumerate(files[:: len(files) // 4]):  # all of them: tests/unit/search
        maker = truncated(pattern, whole, tmp_path / str(number))
        client = maker.client()

        assert client.get("/cari?q=warga").status_code == 503, whole
        assert client.get("/inovasi/jempol").status_code == 200, whole
        assert status(maker.settings())["edition"] is None, whole
        maker.close()


def test_any_file_of_the_arrays_may_be_truncated_and_search_answers(pattern: Maker, tmp_path: Path) -> None:
    files = files_of_index(pattern, arrays=True)
    right = pattern.client().get("/cari?q=warga").text

    for number, whole in enumerate(files[:: len(files) // 4]):
        maker = truncated(pattern, whole, tmp_path / str(number))

        page = maker.client().get("/cari?q=warga").text

        assert titles(page) == titles(right) != [], whole
        assert not list((edition(maker) / "index").glob("arrays/*")), whole
        maker.close()


def titles(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/inovasi/([a-z-]+)"', page)


def facets(page: str) -> list[tuple[str, str]]:
    return re.findall(r'name="([a-z]+)" value="([^"]*)"', page)


def test_without_arrays_the_page_has_the_same_hits_and_facets_and_says_what_it_lacks(copy: Maker) -> None:
    client, path = copy.client(), "/cari?q=warga&wilayah=teladan"
    index.drop_arrays(edition(copy))
    plain = client.get(path).text

    index.ensure_arrays(copy.index)
    right = client.get(path).text

    assert (titles(plain), facets(plain)) == (titles(right), facets(right))
    assert "Mengapa ini?" in right
    assert "Mengapa ini?" not in plain
    assert "<mark>" not in plain
    assert "kutipan dan alasan tidak ditampilkan" in plain
    assert "kutipan dan alasan tidak ditampilkan" not in right


def test_what_was_not_found_without_arrays_is_not_told_to_curators(copy: Maker) -> None:
    index.drop_arrays(edition(copy))

    page = copy.client().get("/cari?q=xyzzyqwrtp").text

    assert "Belum ada yang cocok" in page
    assert "Pencarian tanpa hasil dicatat" not in page


def test_a_running_portal_makes_missing_arrays_again(copy: Maker) -> None:
    index.drop_arrays(edition(copy))
    client = copy.client()
    assert client.get("/sehat").get_json()["status"] == "ok"
    assert status(copy.settings())["search_cache"] == "preparing"
    assert "Mengapa ini?" not in client.get("/cari?q=warga").text

    watch(copy.settings(), Looks(1))

    assert "Mengapa ini?" in client.get("/cari?q=warga").text
    assert status(copy.settings())["search_cache"] == "ready"


def test_publishing_the_same_content_makes_missing_arrays_again(copy: Maker) -> None:
    index.drop_arrays(edition(copy))

    copy.publish()

    assert index.arrays_stamp(edition(copy)) is not None


def test_arrays_are_dropped_and_made_by_hand(copy: Maker) -> None:
    run = CliRunner().invoke
    stamp = index.arrays_stamp(edition(copy))

    assert "dibuang" in run(portal, ["search-cache", "drop"]).output
    assert index.arrays_stamp(edition(copy)) is None
    assert "dibuat" in run(portal, ["search-cache", "build"]).output
    assert index.arrays_stamp(edition(copy)) not in (None, stamp)
    assert "sudah utuh" in run(portal, ["search-cache", "build"]).output


def test_a_running_portal_repairs_itself(copy: Maker) -> None:
    client = copy.client()
    assert client.get("/cari?q=warga").status_code == 200
    shutil.rmtree(copy.index)

    watch(copy.settings(), Looks(1))

    assert client.get("/cari?q=warga").status_code == 200
    assert client.get("/sehat").get_json()["status"] == "ok"


def test_a_damaged_index_is_repaired_once_a_search_has_met_it(copy: Maker) -> None:
    age(copy)
    client = copy.client()

    assert client.get("/cari?q=warga").status_code == 503
    watch(copy.settings(), Looks(1))

    assert client.get("/cari?q=warga").status_code == 200


def test_a_running_portal_publishes_what_was_saved(copy: Maker) -> None:
    client = copy.client()
    settings = copy.settings(development=True)

    class SavesAtFirstLook(Looks):
        def wait(self, timeout: float | None = None) -> bool:
            if self.left == 2:
                copy.case("baru", title="Kasus Baru")
            return super().wait(timeout)

    watch(settings, SavesAtFirstLook(2))

    assert client.get("/inovasi/baru").status_code == 200
    assert "Kasus Baru" in client.get("/cari?q=kasus+baru").text


def test_nothing_is_done_while_nothing_changes(copy: Maker) -> None:
    before = (copy.index / "STATUS.json").stat().st_mtime_ns

    watch(copy.settings(development=True), Looks(5))

    assert (copy.index / "STATUS.json").stat().st_mtime_ns == before


def test_in_production_content_is_looked_at_only_when_it_is_time(copy: Maker) -> None:
    class SavesAtFirstLook(Looks):
        def wait(self, timeout: float | None = None) -> bool:
            copy.case(f"baru-{self.left}")
            return super().wait(timeout)

    watch(copy.settings(content_check_seconds=3_600), SavesAtFirstLook(3))

    assert not (edition(copy) / "articles" / "baru-3.json").exists()


def test_what_a_running_portal_refuses_stands_in_its_log_and_on_the_health_page(
    copy: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    client, before = copy.client(), edition(copy)

    class BreaksAtFirstLook(Looks):
        def wait(self, timeout: float | None = None) -> bool:
            if self.left == 3:
                copy.case("jempol", title="")
            return super().wait(timeout)

    with caplog.at_level(logging.ERROR):
        watch(copy.settings(development=True), BreaksAtFirstLook(3))

    refused = [record for record in caplog.records if "content was not published" in record.message]
    assert len(refused) == 1
    assert "content/cases/teladan/jempol.md:3: 'title' tidak boleh kosong" in refused[0].message
    assert client.get("/sehat").get_json()["reasons"] == ["content"]
    assert edition(copy) == before
    assert client.get("/inovasi/jempol").status_code == 200


def test_status_tells_what_is_in_use(copy: Maker) -> None:
    told = status(copy.settings())

    assert (told["edition"], told["search"], told["content"]) == (edition(copy).name, "ready", "published")
    assert told["problems"] == []
