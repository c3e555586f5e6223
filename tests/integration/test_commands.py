"""Commands end with an exit code and a sentence; never with a traceback for what may be expected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from portal.command import COMMANDS, main, portal
from tests import databases
from tests.conftest import ROOT
from tests.make import Maker


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Run:
    """Runs commands for the library of the test, in this process, as a shell would."""

    def __init__(self, make: Maker, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self.make, self.patch, self.captured = make, patch, captured
        patch.setenv("PORTAL_ROOT", str(make.root))

    def __call__(self, *arguments: str, **environ: str) -> Done:
        """Run `portal` with these arguments."""
        for name, value in environ.items():
            self.patch.setenv(name, value)
        self.patch.setattr(sys, "argv", ["portal", *arguments])
        self.captured.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Done(code if isinstance(code, int) else 0, *self.captured.readouterr())


@pytest.fixture
def run(make: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs commands for the library of the test."""
    return Run(make, monkeypatch, capsys)


def test_the_command_runs_as_a_module_of_its_own(make: Maker) -> None:
    make.library(0)
    environ = {**os.environ, "PORTAL_ROOT": str(make.root)}

    done = subprocess.run(
        [sys.executable, "-m", "portal", "status"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environ,
        check=True,
    )

    assert json.loads(done.stdout)["content"] == "never"


def test_check_prints_every_problem_with_path_and_line_and_ends_with_1(make: Maker, run: Run) -> None:
    make.library()
    make.case("jempol", title="", sector="udara")
    make.case("gemas", summary="kata " * 70)

    done = run("content", "check")

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "content/cases/teladan/gemas.md:16: ringkasan 70 kata; paling banyak 60",
        "content/cases/teladan/jempol.md:3: 'title' tidak boleh kosong",
    ]
    assert done.stderr == "2 kasus, 2 wilayah, 1 halaman diperiksa: 2 masalah, 0 peringatan.\n"


def test_check_of_a_sound_library_ends_with_0_even_with_warnings(make: Maker, run: Run) -> None:
    make.library(2)
    make.case("lama", compiled={"date": "2020-01-01", "source": "archive"})

    done = run("content", "check")

    assert done.returncode == 0
    assert "content/cases/teladan/lama.md:11: peringatan: sudah waktunya diperiksa" in done.stdout
    assert done.stderr.endswith("0 masalah, 1 peringatan.\n")


def test_publish_says_what_it_did_and_status_what_serves(make: Maker, run: Run) -> None:
    make.library(2)

    first, second = run("publish"), run("publish")
    told = json.loads(run("status").stdout)

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.startswith("Terbit: 2 kasus, edisi ")
    assert second.stdout.startswith("Sudah terbit: 2 kasus, edisi ")
    assert told["edition"] in first.stdout
    assert told["content"] == "published"


def test_a_refused_publish_lists_the_problems_and_ends_with_1(make: Maker, run: Run) -> None:
    make.library(["jempol"])
    make.case("jempol", title="")

    done = run("publish")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "content/cases/teladan/jempol.md:3: 'title' tidak boleh kosong",
        "Tidak diterbitkan. Terbitan lama tetap dipakai.",
    ]


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"PORTAL_ROOT": "/tidak/ada"}, "Berkas pengaturan /tidak/ada/settings.toml tidak ada."),
        ({"PORTAL_CONTENT_CHECK_SECONDS": "lama"}, "'content_check_seconds' harus berupa bilangan bulat."),
    ],
)
def test_a_wrong_setting_is_one_sentence(make: Maker, run: Run, environ: dict[str, str], says: str) -> None:
    make.library(0)

    done = run("status", **environ)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_search_before_anything_is_published_is_one_sentence(make: Maker, run: Run) -> None:
    make.library(1)

    done = run("search", "ktp")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Pencarian sedang disiapkan.")
    assert done.stderr.count("\n") == 1


def test_misses_are_listed_by_week(make: Maker, run: Run) -> None:
    make.library(1)
    make.publish()
    client = make.client()
    client.get("/cari?q=kuda+terbang")
    client.get("/cari?q=kuda+terbang")

    done = run("misses")

    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    assert line.split("\t")[1:] == ["2", "0", "kuda terbang"]


def test_the_database_is_made_by_its_command_and_twice_does_no_harm(make: Maker, run: Run) -> None:
    make.library(0)

    assert run("db", "upgrade").returncode == 0
    assert run("db", "upgrade").returncode == 0
    assert databases.rows(make.root / "instance")


def test_every_command_explains_itself() -> None:
    from click.testing import CliRunner

    for name in COMMANDS:
        result = CliRunner().invoke(portal, [name, "--help"])

        assert result.exit_code == 0, name
        assert len(result.output.splitlines()[2].strip()) > 10, name


def test_an_unknown_command_ends_with_2(make: Maker, run: Run) -> None:
    make.library(0)

    assert run("terbang").returncode == 2


def test_a_full_disk_behind_the_output_is_a_sentence() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")

    with full.open("w") as target:
        done = subprocess.run(
            [sys.executable, "-m", "portal", "--help"],
            stdout=target,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert "ruang simpan penuh" in done.stderr
    assert "Traceback" not in done.stderr
