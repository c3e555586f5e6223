"""Case files on disk: one rename, and the old file back when the change does not hold."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from portal.config import Settings
from portal.editing import storage
from portal.errors import NotFound
from portal.publishing.changes import recover_files


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content/cases/batang").mkdir(parents=True)
    (tmp_path / "content/cases/batang/lain.md").write_text("lain")
    return tmp_path / "content"


def settings(content: Path) -> Settings:
    return Settings(government="batang", name="Tiru", content=content)


def left(content: Path) -> list[str]:
    return sorted(path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file())


def test_a_text_takes_the_place_of_the_file(content: Path) -> None:
    path = content / "cases/batang/kita.md"
    path.write_text("lama")
    os.chmod(path, 0o640)

    with storage.replaced(path, "baru"):
        during = path.read_text()

    assert (during, path.read_text()) == ("baru", "baru")
    assert path.stat().st_mode & 0o777 == 0o640
    assert left(content) == ["cases/batang/kita.md", "cases/batang/lain.md"]


def test_the_old_file_comes_back_when_the_block_fails(content: Path) -> None:
    path = content / "cases/batang/kita.md"
    path.write_text("lama")

    with pytest.raises(KeyboardInterrupt), storage.replaced(path, "baru"):
        raise KeyboardInterrupt

    assert path.read_text() == "lama"
    assert left(content) == ["cases/batang/kita.md", "cases/batang/lain.md"]


def test_a_new_file_and_its_new_folder_go_when_the_block_fails(content: Path) -> None:
    path = content / "cases/brebes/kita.md"

    with pytest.raises(ValueError, match="gagal"), storage.replaced(path, "baru"):
        raise ValueError("gagal")

    assert left(content) == ["cases/batang/lain.md"]
    assert not path.parent.exists()


def test_the_old_file_stays_when_the_new_one_cannot_be_written(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = content / "cases/batang/kita.md"
    path.write_text("lama")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"), storage.replaced(path, "baru"):
        pass

    assert path.read_text() == "lama"
    assert left(content) == ["cases/batang/kita.md", "cases/batang/lain.md"]


def test_leftovers_of_a_publication_that_died_are_removed(content: Path) -> None:
    (content / "cases/batang/.kita.md.old").write_text("x")
    (content / "cases/batang/.kita.md.new").write_text("x")

    assert recover_files({content / "cases/batang/lain.md": storage.digest_of("lain")})
    assert not recover_files({content / "cases/batang/kita.md": storage.digest_of("kita")})

    assert left(content) == ["cases/batang/lain.md"]


def test_only_one_publication_holds_the_content(content: Path) -> None:
    refused: list[BaseException] = []

    def second() -> None:
        try:
            with storage.locked(settings(content), wait=0.1):
                pass
        except storage.ContentBusy as error:
            refused.append(error)

    with storage.locked(settings(content)):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    with storage.locked(settings(content), wait=0.1):
        pass

    assert len(refused) == 1
    assert "Draf Anda aman" in str(refused[0])


@pytest.mark.parametrize(
    "slug", ["", ".", "..", "../x", "a/b", "A", "a_b", "-a", "a--b", "a" * 81, "a\n", "é"]
)
def test_what_can_be_no_address_is_never_looked_for(content: Path, slug: str) -> None:
    with pytest.raises(NotFound):
        storage.find(content, slug)
    with pytest.raises(NotFound):
        storage.place_for(content, slug, "kita")
    with pytest.raises(NotFound):
        storage.place_for(content, "batang", slug)


def test_a_case_is_found_in_whatever_folder_it_is(content: Path) -> None:
    assert storage.find(content, "lain") == content / "cases/batang/lain.md"
    assert storage.find(content, "tidak-ada") is None


def test_a_file_that_is_no_sound_text_is_noticed(content: Path) -> None:
    path = content / "cases/batang/lain.md"
    path.write_bytes(b"\xff\xfe")

    assert not storage.is_text(storage.read_text(path))
    assert storage.digest_of(storage.read_text(path))
    assert not storage.is_text("x" * 300_000)
    assert storage.is_text("teks")
