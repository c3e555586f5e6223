"""What gets in, what does not, and what is left of it: sound files and the hostile collection."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from PIL import Image

from portal.evidence.inspection import Findings, inspect
from portal.evidence.media import FileRefused, check_head, media_of_name
from tests.unit.evidence import hostile, papers

MARKS = (b"<script", b"<?php", b"<!doctype", b"\x7fELF", b"PK\x05\x06")


@pytest.fixture(name="cleaned")
def _cleaned(tmp_path: Path) -> Iterator[BinaryIO]:
    with (tmp_path / "cleaned").open("w+b") as file:
        yield file


def _look(content: bytes, name: str, cleaned: BinaryIO, folder: Path) -> Findings:
    path = folder / "upload"
    path.write_bytes(content)
    with path.open("rb") as file:
        return inspect(media_of_name(name), file, cleaned)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("SK.pdf", papers.pdf()),
        ("Foto.JPG", papers.jpg()),
        ("foto.jpeg", papers.jpg()),
        ("foto.JFIF", papers.jpg()),
        ("foto.jfif", papers.jpg()),
        ("FOTO.JFIF", papers.jpg()),
        ("foto.jpe", papers.jpg()),
        ("layar.png", papers.png()),
        ("surat.docx", papers.docx()),
        ("rekap.xlsx", papers.xlsx()),
        ("video.mp4", papers.mp4()),
    ],
)
def test_a_sound_file_of_each_kind_is_taken(
    name: str, content: bytes, cleaned: BinaryIO, tmp_path: Path
) -> None:
    found = _look(content, name, cleaned, tmp_path)

    assert found == Findings()


@pytest.mark.parametrize(
    "content",
    [
        papers.pdf(catalog=b"/OpenAction [3 0 R /XYZ null null 0]"),
        papers.pdf(catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
        papers.pdf(
            page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://a.go.id/) >> >>]"
        ),
        papers.pdf(catalog=b"/AcroForm << /SigFlags 3 /Fields [<< /FT /Sig /T (BSrE) >>] >>"),
        papers.pdf() + b"\n\0\0",
    ],
    ids=["opens at a page", "goes to a page", "links", "signed", "padded"],
)
def test_what_office_programs_and_signatures_write_into_a_pdf_is_taken(
    content: bytes, cleaned: BinaryIO, tmp_path: Path
) -> None:
    found = _look(content, "a.pdf", cleaned, tmp_path)

    assert found == Findings()


@pytest.mark.parametrize("case", hostile.REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(case: str, cleaned: BinaryIO, tmp_path: Path) -> None:
    name, make = hostile.REFUSED[case]
    content = make()

    with pytest.raises(FileRefused) as refused:
        _look(content, name, cleaned, tmp_path)

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("case", hostile.PICTURES)
def test_of_a_hostile_picture_nothing_but_its_pixels_is_kept(
    case: str, cleaned: BinaryIO, tmp_path: Path
) -> None:
    name, make = hostile.PICTURES[case]
    content = make()

    _look(content, name, cleaned, tmp_path)

    cleaned.seek(0)
    kept = cleaned.read()
    assert not [mark for mark in MARKS if mark in kept.lower()]
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    assert Image.open(io.BytesIO(kept)).size == (320, 200)


def test_the_collection_is_large_enough() -> None:
    assert len(hostile.REFUSED) + len(hostile.PICTURES) >= 60


def test_a_photo_tells_when_and_where_and_keeps_neither(cleaned: BinaryIO, tmp_path: Path) -> None:
    content = papers.jpg(exif=papers.photo_notes())

    found = _look(content, "foto.jpg", cleaned, tmp_path)

    assert found == Findings(datetime(2026, 11, 2, 8, 30), -6.908333, 109.733333)
    cleaned.seek(0)
    with Image.open(cleaned) as kept:
        assert not kept.getexif()
        assert "exif" not in kept.info


def test_a_photo_taken_upright_stays_upright(cleaned: BinaryIO, tmp_path: Path) -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # the camera was turned

    _look(papers.jpg(exif=notes.tobytes()), "foto.jpg", cleaned, tmp_path)

    cleaned.seek(0)
    with Image.open(cleaned) as kept:
        assert kept.size == (200, 320)


def test_transparency_of_a_screenshot_stays(cleaned: BinaryIO, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (3, 3), (1, 2, 3, 0)).save(out, "PNG")

    _look(out.getvalue(), "a.png", cleaned, tmp_path)

    cleaned.seek(0)
    with Image.open(cleaned) as kept:
        assert kept.convert("RGBA").getpixel((1, 1)) == (1, 2, 3, 0)


@pytest.mark.parametrize(
    "make",
    [
        hostile.docx_bomb,
        hostile.docx_of_many_entries,
        hostile.docx_nominal_ten_gigabytes,
        hostile.docx_overlapping,
    ],
)
def test_a_bomb_is_refused_from_its_directory_at_once(
    make: hostile.Make, cleaned: BinaryIO, tmp_path: Path
) -> None:
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()

    with pytest.raises(FileRefused):
        _look(content, "a.docx", cleaned, tmp_path)

    assert time.process_time() - started < 0.1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024  # kilobytes


def test_a_refusal_of_an_old_kind_says_what_to_save_instead() -> None:
    with pytest.raises(FileRefused, match="Simpan dahulu sebagai DOCX atau PDF"):
        media_of_name("surat.doc")


def test_a_file_is_told_by_its_first_bytes_not_by_its_name() -> None:
    with pytest.raises(FileRefused, match=r"bukan PDF, walaupun namanya berakhir \.pdf"):
        check_head(media_of_name("a.pdf"), papers.png()[:1024])
