"""What is committed holds no secret, no path of a machine, no index address and nothing generated."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

LARGEST, LARGEST_RELEASE = 600_000, 1_500_000  # bytes; the second of a database kept in tests/releases/
GENERATED = (".pyc", ".sqlite3", ".egg-info", ".whl", ".log")
FORBIDDEN = {
    "a path of a machine": r"(?<![\w-])/(?:home|Users|root)/[a-z]|/tmp/[a-z]+-|/work/(?:main|shared)",
    "a folder beside the project": r"\.\./shared\b",
    "a package index": r"pypi\.org|pythonhosted\.org|npmjs\.|--index-url|--extra-index-url|--find-links\s*=",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
}  # fmt: skip
EXCUSED = {
    "tests/guards/test_tracked_files.py": set(FORBIDDEN),
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if what not in EXCUSED.get(name, set()):
            text = path.read_bytes().decode("utf-8", "replace")
            found += [f"{name}: {match[0]}" for match in pattern.finditer(text)]

    assert found == []


def test_nothing_generated_or_huge_is_tracked() -> None:
    for path in tracked():
        assert not path.name.endswith(GENERATED), path
        assert "__pycache__" not in path.parts, path
        assert path.stat().st_size <= (LARGEST_RELEASE if path.suffix == ".sql" else LARGEST), path
        assert not path.relative_to(ROOT).as_posix().startswith(("instance/", ".venv/", "build/", "dist/")), (
            path
        )


def test_of_the_index_only_its_readme_is_tracked() -> None:
    below = [path.name for path in tracked() if path.relative_to(ROOT).parts[0] == "search_index"]

    assert below in ([], ["README.md"])


def test_every_requirement_is_pinned_with_its_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        blocks = re.split(r"\n(?=\S)", text.strip())
        for block in blocks:
            if not block.startswith("#"):
                assert re.match(r"[\w.-]+==[\w.+!-]+", block), f"{path.name}: {block[:60]}"
                assert "--hash=sha256:" in block, f"{path.name}: {block[:60]}"


def test_scripts_can_be_run() -> None:
    for path in (ROOT / "bin").iterdir():
        text = path.read_text("utf-8")
        if text.startswith("#!"):
            assert path.stat().st_mode & 0o111, path
            assert text.startswith("#!/bin/sh\n"), path
