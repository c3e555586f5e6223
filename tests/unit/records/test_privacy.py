"""Numbers that lead to persons are cut out of what files bring, and nothing else is."""

from __future__ import annotations

import pytest

from portal.records.privacy import holds_mobile, holds_nip, without_persons

KEPT = (
    "Layanan 24 jam, anggaran 1.250.000.000 rupiah, telepon kantor (0285) 391234.",
    "Berita: https://berita.contoh.id/read/198502282010011001",
    "Baris satu\nbaris dua dengan  dua blank",
)


@pytest.mark.parametrize(
    "number",
    [
        "198502282010011001",
        "19850228 201001 1 001",
        "19850228\u00a0201001–1–001",
        "NIP. 19850228.201001.1.001",
        "nip: 12345678 123",
        "3325\u2009010203\u2009850001",
        "0812-3456-7890",
        "+62\u00a0812 3456 7890",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "budi.santoso@contoh.go.id",
    ],
)
def test_a_number_of_a_person_is_cut_out_of_a_text(number: str) -> None:
    bare = without_persons(f"Hubungi {number} di kantor.")

    assert bare == "Hubungi di kantor."
    assert not holds_nip(bare)
    assert not holds_mobile(bare)


@pytest.mark.parametrize("text", KEPT)
def test_a_text_without_such_a_number_stays_to_the_letter(text: str) -> None:
    assert without_persons(text) == text
