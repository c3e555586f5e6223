"""A generation is built aside and switched to by one rename; whatever goes wrong, the old one serves."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal import generations
from portal.generations import BuildRunning, DiskFull, NotWritten, current, discard, publish
from tests.conftest import ROOT
from tests.patience import WAIT


def writing(text: str) -> generations.Build:
    def build(folder: Path, _previous: Path | None) -> None:
        (folder / "isi").write_text(text, "utf-8")

    return build


def served(root: Path) -> str | None:
    folder = current(root)
    return (folder / "isi").read_text("utf-8") if folder else None


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder in which the generation 'aaa' serves."""
    publish(tmp_path / "index", "aaa", writing("lama"))
    return tmp_path / "index"


def test_the_first_generation_makes_its_folder(tmp_path: Path) -> None:
    assert current(tmp_path / "index") is None

    assert publish(tmp_path / "index", "aaa", writing("isi"))

    assert served(tmp_path / "index") == "isi"


def test_publishing_the_same_twice_builds_nothing(root: Path) -> None:
    def build(_folder: Path, _previous: Path | None) -> None:
        raise AssertionError("built again")

    assert not publish(root, "aaa", build)
    assert served(root) == "lama"


def test_force_builds_the_same_again(root: Path) -> None:
    assert publish(root, "aaa", writing("dibangun ulang"), force=True)

    assert served(root) == "dibangun ulang"
    assert folders(root) == ["aaa"]


def test_a_builder_sees_the_generation_in_use(root: Path) -> None:
    seen: list[Path | None] = []

    publish(root, "bbb", lambda _folder, previous: seen.append(previous))

    assert seen == [root / "aaa"]


def test_one_generation_before_is_kept_and_older_ones_are_swept(root: Path) -> None:
    (root / "README.md").write_text("tetap", "utf-8")
    (root / "STATUS.json").write_text("{}", "utf-8")
    for name in ("bbb", "ccc", "ddd"):
        publish(root, name, writing(name))

    assert folders(root) == ["ccc", "ddd"]
    assert served(root) == "ddd"
    assert (root / "README.md").exists()
    assert (root / "STATUS.json").exists()


def test_going_back_to_an_earlier_content_builds_it_afresh(root: Path) -> None:
    publish(root, "bbb", writing("baru"))

    publish(root, "aaa", writing("kembali"))

    assert served(root) == "kembali"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("keliru"), ValueError),
        (OSError(errno.EIO, "rusak"), NotWritten),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_build_that_fails_leaves_the_old_generation(
    root: Path, error: BaseException, told: type[BaseException]
) -> None:
    def build(folder: Path, _previous: Path | None) -> None:
        (folder / "separuh").write_text("x", "utf-8")
        raise error

    with pytest.raises(told):
        publish(root, "bbb", build)

    assert served(root) == "lama"
    assert publish(root, "ccc", writing("baru"))
    assert folders(root) == ["aaa", "ccc"]


def test_a_disk_that_fills_up_during_the_build_leaves_the_old_generation(root: Path) -> None:
    def build(folder: Path, _previous: Path | None) -> None:
        (folder / "separuh").write_text("x", "utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull, match="terbitan lama tetap dipakai"):
        publish(root, "bbb", build)

    assert served(root) == "lama"
    assert folders(root) == ["aaa"]
    assert publish(root, "bbb", writing("baru"), wait=False)


def test_a_disk_that_is_nearly_full_is_noticed_before_the_build(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "MIN_FREE", 1 << 62)

    with pytest.raises(DiskFull, match="Ruang simpan hampir penuh"):
        publish(root, "bbb", writing("baru"))

    assert served(root) == "lama"


@contextmanager
def held(root: Path) -> Iterator[None]:
    with (root / "BUILD.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_only_one_builds_at_a_time(root: Path) -> None:
    with held(root), pytest.raises(BuildRunning):
        publish(root, "bbb", writing("baru"), wait=False)

    assert served(root) == "lama"


def test_who_waited_finds_the_work_done(root: Path) -> None:
    results: list[bool] = []
    waiting = [
        threading.Thread(target=lambda: results.append(publish(root, "bbb", writing("baru"))))
        for _ in range(4)
    ]
    with held(root):
        for thread in waiting:
            thread.start()
    for thread in waiting:
        thread.join(WAIT)

    assert sorted(results) == [False, False, False, True]
    assert served(root) == "baru"


KILLED = """
import sys, time
from pathlib import Path
from portal.generations import publish

def build(folder, previous):
    (folder / "separuh").write_text("x")
    print("membangun", flush=True)
    time.sleep(60)

publish(Path(sys.argv[1]), "bbb", build)
"""


def test_a_builder_killed_in_the_middle_leaves_the_old_generation_and_no_lock(root: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(root)], stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdout is not None
    assert child.stdout.readline() == b"membangun\n"

    os.kill(child.pid, signal.SIGKILL)
    child.wait(WAIT)
    child.stdout.close()

    assert served(root) == "lama"
    assert folders(root) == ["aaa", "bbb.new"]
    assert publish(root, "ccc", writing("baru"), wait=False)
    assert folders(root) == ["aaa", "ccc"]


@pytest.mark.parametrize(
    "name", [b"", b"tidakada", b"../aaa", b"aaa/..", b"\xff\xfe", b"a a", b".", b"aaa.new", b"aaa\x00"]
)
def test_a_pointer_that_names_no_generation_means_none_is_in_use(root: Path, name: bytes) -> None:
    (root / "CURRENT").write_bytes(name)

    assert current(root) is None
    assert publish(root, "aaa", writing("baru"))
    assert served(root) == "baru"


def test_a_generation_whose_folder_is_gone_is_not_in_use(root: Path) -> None:
    (root / "aaa" / "isi").unlink()
    (root / "aaa").rmdir()

    assert current(root) is None


def test_a_damaged_generation_is_put_out_of_use_and_no_other(root: Path) -> None:
    publish(root, "bbb", writing("baru"))

    discard(root / "aaa")
    assert served(root) == "baru"

    discard(root / "bbb")
    assert current(root) is None


def test_readers_always_see_a_whole_generation(root: Path) -> None:
    stop, wrong = threading.Event(), []
    publish(root, "bbb", writing("0" * 10_000))

    def read() -> None:
        while not stop.is_set():
            folder = current(root)
            try:
                text = (folder / "isi").read_text("utf-8") if folder else "tidak ada"
            except FileNotFoundError:
                continue  # swept between the look and the read: the reader looks again
            if len(text) != 10_000:
                wrong.append(text[:20])

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(30):
        publish(root, f"n{number:03}", writing(f"{number % 10}" * 10_000))
    stop.set()
    for reader in readers:
        reader.join(WAIT)

    assert wrong == []
    assert served(root) == "9" * 10_000
