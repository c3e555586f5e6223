"""Pictures of cases: with maker, licence, source and words, or not at all; small and bare for readers."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from portal.cases.pictures import MOST_SENT
from portal.errors import InvalidContent
from tests.make import Maker

PICTURE = {
    "file": "jempol-1.jpg", "alt": "Petugas <b>merekam</b> KTP di balai desa", "maker": "Dinas Contoh",
    "licence": "CC BY 4.0", "sources": ["s1"],
}  # fmt: skip


def photo() -> bytes:
    """A picture made here: hard to compress, with a camera in its notes."""
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x010F] = "Kamera pribadi"
    Image.effect_noise((1600, 1000), 90).convert("RGB").save(out, "JPEG", quality=95, exif=notes)
    return out.getvalue()


def test_a_reader_gets_the_picture_small_bare_and_with_its_words(make: Maker) -> None:
    make.library(cases=0)
    make.case("jempol", pictures=[PICTURE])
    make.file("pictures/jempol-1.jpg", photo())
    make.publish()
    client = make.client()

    page = client.get("/inovasi/jempol").text
    answer = client.get("/inovasi/jempol/gambar/1.jpg")
    again = client.get("/inovasi/jempol/gambar/1.jpg")

    assert 'alt="Petugas &lt;b&gt;merekam&lt;/b&gt; KTP di balai desa" loading="lazy"' in page
    assert "Dinas Contoh, CC BY 4.0" in page
    assert len(answer.data) <= MOST_SENT
    assert again.data == answer.data
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
    assert client.get("/inovasi/jempol/gambar/2.jpg").status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"alt": ...}, "alt"),
        ({"licence": ...}, "licence"),
        ({"maker": ""}, "maker"),
        ({"sources": []}, "sources"),
        ({"sources": ["s9"]}, "s9"),
        ({"file": "../rahasia.jpg"}, "file"),
        ({"file": "tidak-ada.jpg"}, "tidak ada di content/pictures"),
        ({"file": "naskah.png"}, "bukan JPG atau PNG"),
    ],
)
def test_a_case_whose_picture_lacks_something_is_refused_by_name(
    make: Maker, change: dict[str, Any], said: str
) -> None:
    make.library(cases=0)
    picture = {key: value for key, value in {**PICTURE, **change}.items() if value is not ...}
    make.case("jempol", pictures=[picture])
    make.file("pictures/jempol-1.jpg", b"\xff\xd8\xff")
    make.file("pictures/naskah.png", b"bukan gambar")

    with pytest.raises(InvalidContent) as refused:
        make.publish()

    assert any(said in problem.message for problem in refused.value.problems)
