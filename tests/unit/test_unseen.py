"""Characters that nobody sees and that turn a text around are refused wherever text is taken."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from flask import Flask
from wtforms import TextAreaField

from portal import unseen
from portal.cases.limits import check_markdown
from portal.documents.workbooks import Form as Table
from portal.documents.workbooks import read_csv
from portal.records.fields import Line, Long
from portal.web.forms import Form, TextField
from portal.yamlfiles import Report, YamlRefused, parse, read_text

HIDDEN = [
    chr(number)
    for number in range(sys.maxunicode + 1)
    if unicodedata.category(chr(number)) in ("Cc", "Cf", "Zl", "Zp")
    and chr(number) not in "\n\r\t\u200c\u200d"
]
SHORT = ["\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\u2028", "\x85", "\U000e0041"]


def test_every_control_and_format_of_unicode_is_found_at_its_place() -> None:
    assert len(HIDDEN) > 200
    assert all(unseen.place_of(f"surat{mark}tugas") == 5 for mark in HIDDEN)
    assert "sesudah “surat”" in unseen.refusal("surat\u202etugas")


@pytest.mark.parametrize(
    "text",
    ["", "biasa", "dua\nbaris\r\n\tjorok", "ꦲꦏ꧀ꦱꦫ ꦗꦮ", "क्‍ष", "👩‍⚕️ dan 🇮🇩", "“kutip” – é", "\u00a0spasi"],
)
def test_what_people_write_passes(text: str) -> None:
    assert unseen.refusal(text) == ""


class Every(Form):
    """A field of each kind that takes text."""

    one = TextField("Satu")
    two = Line("Dua")
    three = Long("Tiga")
    four = TextAreaField("Empat")


@pytest.mark.parametrize("mark", SHORT)
@pytest.mark.parametrize("name", ["one", "two", "three", "four"])
def test_no_field_of_a_form_takes_them(name: str, mark: str) -> None:
    app = Flask("forms")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST", data={name: f"Surat{mark}tugas"}):
        form = Every()

        assert not form.validate()
        assert "Hapus karakter yang tidak terlihat" in str(form[name].errors)
        assert form[name].raw_data == [f"Surat{mark}tugas"]


@pytest.mark.parametrize("mark", SHORT)
def test_no_import_takes_them(mark: str) -> None:
    table = Table(headings={"name": "Nama"}, needed=("name",), sheet="Data", max_rows=9, max_cell=99)

    rows = read_csv(f'Nama\n"Budi{mark}Santoso"\n'.encode(), table)

    assert [number for number, _ in rows] == [2]
    assert all(unseen.refusal(text) == "" for _, row in rows for text in row.values())


@pytest.mark.parametrize("mark", SHORT)
def test_no_content_takes_them_however_they_are_spelt(mark: str, tmp_path: Path) -> None:
    path, report = tmp_path / "kasus.md", Report()
    path.write_text(f"baris\nSurat{mark}tugas\n", "utf-8")

    assert read_text(path, "kasus.md", report) is None
    assert report.problems[0].line == 2
    with pytest.raises(YamlRefused):
        parse(f'title: "Surat\\U{ord(mark):08x}tugas"')
    report = Report()
    check_markdown(f"Surat&#x{ord(mark):x};tugas", 1, "kasus.md", report)
    assert report.problems or mark == "\x85"  # HTML reads that number as an ellipsis
