"""Names of files, as uploaders give them and as the portal hands them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evidence.naming import MAX_BYTES, clean_name, download_name


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("SK Tim Simpus.pdf", "SK Tim Simpus.pdf"),
        ("SK No. 12.2026.PDF", "SK No. 12.2026.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Siti\\surat.docx", "surat.docx"),
        ("laporan.php.pdf", "laporan_php.pdf"),
        ("CON.pdf", "berkas_CON.pdf"),
        ("lpt1.tar.pdf", "lpt1_tar.pdf"),
        (".pdf", "berkas.pdf"),
        ("a\0b\r\nSet-Cookie: x.pdf", "ab Set-Cookie_ x.pdf"),
        ("foto\u202egpj.exe.pdf", "fotogpj_exe.pdf"),
        ('a"; filename="b.pdf', "a__ filename=_b.pdf"),
        ("\ud800surat.pdf", "surat.pdf"),
        ("   .  .pdf", "berkas.pdf"),
    ],
)
def test_a_name_is_cleaned(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


@given(st.text(max_size=400))
def test_a_cleaned_name_is_short_printable_and_no_path(name: str) -> None:
    cleaned = clean_name(f"{name}.pdf")

    assert cleaned.endswith(".pdf")
    assert len(cleaned.encode()) <= MAX_BYTES
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not cleaned.startswith(".")


def test_the_name_handed_out_is_the_same_for_everyone() -> None:
    assert download_name("PKS/MoU", "415.4/7/2026", 3, "pdf") == "pks-mou-415-4-7-2026-v3.pdf"
    assert download_name("Foto", "", 1, "jpg") == "foto-v1.jpg"
    assert download_name("SK", '"; rm -rf \r\n é', 1, "pdf") == "sk-rm-rf-e-v1.pdf"
