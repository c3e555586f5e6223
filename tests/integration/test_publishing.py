"""The one door from files to readers: whatever happens, readers get a whole, sound edition."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from portal import generations
from portal.cases import CASES, markup
from portal.config import Settings
from portal.errors import InvalidContent
from portal.generations import DiskFull, current
from portal.publishing.publish import fingerprint, status
from portal.publishing.tally import signature
from tests.conftest import ROOT
from tests.make import GLOSSARY, Maker, body
from tests.reading import without_nonces

DAY = date(2026, 11, 22)


@pytest.fixture
def library(shelf: Maker) -> Maker:
    """A small library, published."""
    return shelf


def edition(make: Maker) -> Path:
    folder = current(make.index)
    assert folder is not None
    return folder


def test_publishing_the_same_content_again_does_nothing(library: Maker) -> None:
    before = {
        path: path.stat().st_mtime_ns for path in library.index.rglob("*") if path.name != "STATUS.json"
    }

    again = library.publish()

    assert (again.is_new, again.cases) == (False, 3)
    assert before == {
        path: path.stat().st_mtime_ns for path in library.index.rglob("*") if path.name != "STATUS.json"
    }


def test_the_same_content_has_the_same_name_on_every_machine(library: Maker, tmp_path: Path) -> None:
    other = Maker(tmp_path / "mesin-lain")
    shutil.copytree(library.content, other.content, copy_function=shutil.copyfile)
    shutil.copyfile(library.root / "settings.toml", other.root / "settings.toml")

    assert other.publish().fingerprint == library.publish().fingerprint == edition(library).name


@pytest.mark.parametrize(
    "change",
    [
        lambda make: make.change("cases/teladan/jempol.md", "Warga antre", "Orang antre"),
        lambda make: make.case("baru"),
        lambda make: (make.content / "cases/teladan/gemas.md").unlink(),
        lambda make: make.file("glossary.yaml", GLOSSARY + "  - {term: PBB}\n"),
        lambda make: (make.content / "pages/cara-mencari.md").rename(make.content / "pages/mencari.md"),
    ],
    ids=["a word", "a new file", "a file less", "a term", "a renamed file"],
)
def test_any_change_of_content_makes_another_edition(library: Maker, change: object) -> None:
    before, mark = edition(library).name, signature(library.content)

    change(library)  # type: ignore[operator]

    assert signature(library.content) != mark
    assert library.publish().is_new
    assert edition(library).name != before


def test_what_is_no_content_changes_nothing(library: Maker) -> None:
    before, mark = fingerprint(library.settings(), DAY), signature(library.content)

    library.file("catatan.txt", "bukan isi")
    library.file("cases/.sementara.yaml", "a: [")

    assert (fingerprint(library.settings(), DAY), signature(library.content)) == (before, mark)


def test_another_government_makes_another_edition(library: Maker) -> None:
    assert fingerprint(library.settings(), DAY) != fingerprint(library.settings(government="lain"), DAY)


def test_articles_of_unchanged_cases_are_taken_over(library: Maker) -> None:
    before = edition(library)
    library.case("jempol", body(hasil="Hasil yang baru [s1]."))

    library.publish()

    after = edition(library)
    inode = {
        slug: (after / "articles" / f"{slug}.json").stat().st_ino for slug in ("jempol", "gemas", "kinarya")
    }
    assert inode["gemas"] == (before / "articles" / "gemas.json").stat().st_ino
    assert inode["jempol"] != (before / "articles" / "jempol.json").stat().st_ino
    assert "Hasil yang baru" in (after / "articles" / "jempol.json").read_text("utf-8")


def test_an_edition_made_step_by_step_is_the_one_made_at_once(library: Maker, tmp_path: Path) -> None:
    library.case("baru", title="Baru Sekali")
    library.case("jempol", body(hasil="Hasil yang baru [s1]."))
    library.publish()
    other = Maker(tmp_path / "sekaligus")
    shutil.copytree(library.content, other.content)
    shutil.copyfile(library.root / "settings.toml", other.root / "settings.toml")
    other.publish()

    for path in sorted(edition(other).rglob("*.json")):
        name = path.relative_to(edition(other))
        if name.parts[0] not in ("index", "yaml.json"):
            assert (edition(library) / name).read_bytes() == path.read_bytes(), name


def test_a_broken_file_leaves_the_edition_in_use_and_every_reader_unharmed(library: Maker) -> None:
    client, before = library.client(), edition(library)
    page = without_nonces(client.get("/inovasi/jempol").text)
    library.change("cases/teladan/jempol.md", "## Hasil", "## Hasilnya")

    with pytest.raises(InvalidContent) as refused:
        library.publish()

    assert edition(library) == before
    assert without_nonces(client.get("/inovasi/jempol").text) == page
    assert client.get("/inovasi/jempol.md").text.count("## Hasil\n") == 1
    assert client.get("/cari?q=warga").status_code == 200
    assert [str(problem).split(":")[0] for problem in refused.value.problems] == [
        "content/cases/teladan/jempol.md",
        "content/cases/teladan/jempol.md",
    ]


def test_health_and_status_say_why_content_was_refused(library: Maker) -> None:
    client, before = library.client(), edition(library)
    library.case("jempol", title="")
    with pytest.raises(InvalidContent):
        library.publish()

    health = client.get("/sehat").get_json()

    assert health == {"status": "degraded", "reasons": ["content"]}
    found = status(library.settings())
    assert (found["content"], found["edition"], found["search"]) == ("refused", before.name, "ready")
    assert found["problems"] == ["content/cases/teladan/jempol.md:3: 'title' tidak boleh kosong"]


def test_mended_content_is_well_again(library: Maker) -> None:
    client = library.client()
    library.case("jempol", title="")
    with pytest.raises(InvalidContent):
        library.publish()

    library.case("jempol")
    done = library.publish()

    assert not done.is_new
    assert client.get("/sehat").get_json()["status"] == "ok"


@pytest.fixture
def heavy(library: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """The library with a renderer that refuses everything, as if each text took too long."""
    script = tmp_path / "renderer.py"
    script.write_text("import sys\nfor line in sys.stdin:\n    print('null', flush=True)\n", "utf-8")
    monkeypatch.setattr(markup, "__file__", str(script))
    return library


def test_articles_that_are_too_heavy_are_all_named(heavy: Maker) -> None:
    before = edition(heavy)
    for slug in ("satu", "dua"):
        heavy.case(slug, body(hasil=f"Tulisan berat {slug} [s1]."))

    with pytest.raises(InvalidContent) as refused:
        heavy.publish()

    assert edition(heavy) == before
    assert sorted(
        str(problem).rpartition(":")[0].rpartition(":")[0] for problem in refused.value.problems
    ) == [
        "content/cases/teladan/dua.md",
        "content/cases/teladan/satu.md",
    ]
    assert status(heavy.settings())["content"] == "refused"


def test_a_help_page_that_is_too_heavy_is_refused(heavy: Maker) -> None:
    heavy.change("pages/cara-mencari.md", "## Mulai", "## Cara mulai")

    with pytest.raises(InvalidContent, match=r"content/pages/cara-mencari\.md:1: halaman terlalu berat"):
        heavy.publish()


def test_warnings_do_not_stop_the_door(library: Maker) -> None:
    library.case("lama", compiled={"date": "2020-01-01", "source": "archive"})

    done = library.publish()

    assert done.is_new
    assert ["sudah waktunya" in warning.message for warning in done.warnings] == [True]
    assert "Perlu diperiksa lagi" in library.client().get("/inovasi/lama").text


def test_a_full_disk_leaves_the_edition_in_use_and_is_told(
    library: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, before = library.client(), edition(library)
    library.case("baru")
    monkeypatch.setattr(generations, "MIN_FREE", 1 << 62)

    with pytest.raises(DiskFull):
        library.publish()

    assert client.get("/sehat").get_json() == {"status": "degraded", "reasons": ["content"]}
    found = status(library.settings())
    assert (found["content"], found["edition"]) == ("failed", before.name)
    assert "Ruang simpan" in found["problems"][0]
    monkeypatch.undo()
    assert library.publish().is_new
    assert client.get("/sehat").get_json()["status"] == "ok"


@pytest.mark.parametrize("after", [0, 3, 9, 18, 36])
def test_no_failing_link_or_rename_leaves_readers_with_half_an_edition(
    library: Maker, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Fail the k-th link or rename: readers see the old edition or the new one, whole."""
    calls = 0

    def failing(original: object) -> object:
        def call(*args: object, **kwargs: object) -> object:
            nonlocal calls
            calls += 1
            if calls > after:
                raise OSError(errno.EIO, "gangguan")
            return original(*args, **kwargs)  # type: ignore[operator]

        return call

    library.case("baru")
    before = edition(library)
    for name in ("link", "replace"):
        monkeypatch.setattr(os, name, failing(getattr(os, name)))
    failed = False
    try:
        library.publish()
    except Exception:
        failed = True
    monkeypatch.undo()

    client = library.client()
    slugs = {"jempol", "gemas", "kinarya"} | (set() if failed and edition(library) == before else {"baru"})
    assert len(CASES.load(edition(library))) == len(slugs)
    assert {slug for slug in slugs if client.get(f"/inovasi/{slug}").status_code == 200} == slugs
    assert client.get("/cari?q=warga").status_code == 200
    library.publish()
    assert client.get("/inovasi/baru").status_code == 200


def test_content_may_be_published_before_anybody_reads(make: Maker) -> None:
    make.library(1)

    assert status(make.settings()) == {
        "edition": None,
        "search": "preparing",
        "search_cache": "preparing",
        "content": "never",
        "checked_at": None,
        "problems": [],
    }
    assert make.publish().is_new
    assert json.loads((make.index / "STATUS.json").read_text("utf-8"))["state"] == "published"


def test_a_library_without_cases_can_be_published_and_read(make: Maker) -> None:
    make.library(0)
    make.publish()

    client = make.client()

    for path in ("/", "/inovasi", "/cari?q=warga", "/wilayah/contoh", "/kebutuhan/sampah", "/cari.atom"):
        assert client.get(path).status_code == 200


def test_nothing_but_publish_writes_into_the_index(library: Maker) -> None:
    client = library.client()
    before = sorted(str(path) for path in library.index.rglob("*"))

    for path in (
        "/",
        "/inovasi",
        "/cari?q=xyzzy",
        "/inovasi/jempol",
        "/inovasi/jempol.md",
        "/saran?q=ge",
        "/sehat",
    ):
        client.get(path)

    assert sorted(str(path) for path in library.index.rglob("*")) == before


def test_a_portal_that_searches_may_publish_again_and_again(library: Maker) -> None:
    client = library.client()
    for number in range(4):  # the index stays the same and is linked on, while older editions are swept
        assert client.get("/cari?q=warga").status_code == 200
        library.change("pages/cara-mencari.md", "## Mulai", f"## Bagian {number}\n\nBaru.\n\n## Mulai")
        library.publish()
    library.case("baru", title="Kasus Baru")

    library.publish()

    assert "Kasus Baru" in client.get("/cari?q=kasus+baru").text


def test_a_publish_killed_in_the_middle_leaves_readers_unharmed(
    library: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_ROOT", str(library.root))
    client, before = library.client(), edition(library)
    for number in range(40):
        library.case(f"baru-{number}", body(hasil=f"Hasil ke-{number} [s1]."))
    child = subprocess.Popen([sys.executable, "-m", "portal", "publish"], cwd=ROOT, stdout=subprocess.PIPE)
    while child.poll() is None and not list(library.index.glob("*.new/articles/baru-1*.json")):
        os.sched_yield()

    child.kill()
    child.communicate()

    assert child.returncode == -signal.SIGKILL
    assert edition(library) == before
    assert client.get("/inovasi/jempol").status_code == client.get("/cari?q=warga").status_code == 200
    assert library.publish().is_new
    assert not list(library.index.glob("*.new"))
    assert client.get("/inovasi/baru-39").status_code == 200


def settings_without_government(settings: Settings) -> Settings:
    return settings.model_copy(update={"government": "entah"})


def test_a_wrong_government_in_the_settings_is_refused_at_the_door(library: Maker) -> None:
    from portal.publishing.publish import publish

    with pytest.raises(InvalidContent, match="pemerintah 'entah'"):
        publish(settings_without_government(library.settings()))


LEFTOVERS = ("._{}", ".#{}", "#{}#", "{}~", "~${}", ".{}.swp", "{}.bak")


@pytest.mark.parametrize("name", LEFTOVERS)
def test_what_an_editor_left_behind_is_neither_read_nor_a_reason_to_publish(
    library: Maker, name: str
) -> None:
    name, before = name.format("jempol.md"), fingerprint(library.settings(), DAY)
    case = next((library.content / "cases").rglob("jempol.md"))
    (case.parent / name).write_bytes(b"\x00\x05\x16\x07" + case.read_bytes())
    (library.content / "pages" / name).write_bytes(b"\x00")
    (library.content / "regions" / f".#{case.parent.name}.yaml").write_bytes(b"\x00")

    again = library.publish()

    assert (again.is_new, again.cases) == (False, 3)
    assert fingerprint(library.settings(), DAY) == before
