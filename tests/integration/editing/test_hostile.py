"""Hostile input in every field: nothing runs, nothing breaks out, nothing is lost, nothing answers 500."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.editing.fields import FIELDS, TABLES, FieldKind
from portal.editing.models import CaseDraft
from portal.editing.sheet import Sheet
from tests.integration.editing.desk import Desk, Form, form_in
from tests.make import Maker
from tests.patience import some

FILE = "cases/teladan/jempol.md"
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}</textarea>javascript:alert(3)"
INJECTIONS = [
    SCRIPT,
    "a: b",
    "- x",
    "---",
    "x\n---\nslug: lain\n---\n",
    "'; drop table case_draft; --",
    "satu\r\ndua\x00tiga\u2028empat",
    "[" * 500,
    "![x](javascript:alert(1))",
]
FIXED = ("slug", "region", "province", "origin_plan")  # the form does not decide these
TYPED = [name for name, field in FIELDS.items() if field.kind is not FieldKind.CHOICES and name not in FIXED]


def filled(form: Form, text: str) -> Form:
    """Type the same text into every field of the form."""
    for name in {name for name, _ in form.fields} - {"csrf_token", "versi", "dasar"}:
        form.set(**{name.replace("-", "__"): text})
    for name in ("form", "needs", "digital", "status", "sector"):
        form.set(**{name: text})
    return form


@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
def test_hostile_text_in_every_field_comes_back_as_text(
    shelf: Maker, curator: Desk, session: Session, text: str
) -> None:
    before = {path: path.read_bytes() for path in shelf.content.rglob("*") if path.is_file()}
    form = filled(curator.form("/sunting/jempol"), text)

    answer = curator.send(form, aksi="terbit")

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "onerror=alert(2)&gt;" in answer.text or text != SCRIPT
    assert ">49<" not in answer.text
    sheet = Sheet.model_validate_json(session.scalars(select(CaseDraft.sheet)).one())
    again = form_in(answer.text, "/sunting/jempol")
    assert {name: again.get(name) for name in TYPED} == {name: sheet.get(name) for name in TYPED}
    for path in ("", "?periksa=1", "/pratinjau", "/buang"):
        page = curator.get(f"/sunting/jempol{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
    assert curator.get("/sunting").status_code == 200
    assert {path: path.read_bytes() for path in shelf.content.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", [*some(TYPED, 4), "sources__0__title", "legal_basis__0__text", "bagian__1"])
def test_a_megabyte_in_a_field_comes_back_with_a_sentence(curator: Desk, name: str) -> None:
    form = curator.form("/sunting/jempol")
    form.set(**{name: "kata " * 210_000})

    answer = curator.client.post(form.action, data=dict(form.fields) | {"aksi": "terbit"}, buffered=True)

    assert answer.status_code == 422
    assert "Naskah lebih dari 256 KB" in answer.text
    assert len(answer.text) > 1_000_000


def test_a_form_beyond_all_measure_is_refused_before_it_is_read(curator: Desk, session: Session) -> None:
    form = curator.form("/sunting/jempol")
    form.set(summary="x" * 5_000_000)

    answer = curator.send(form, aksi="simpan")

    assert answer.status_code == 413
    assert session.scalars(select(CaseDraft)).all() == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        'https://kabar.example.id/"onmouseover="alert(1)',
        "https://kabar.example.id/<script>",
        "ftp://kabar.example.id/x",
        "https://kabar.example.id/a b",
    ],
)
def test_an_address_of_a_source_that_is_none_is_not_published_as_a_live_link(
    curator: Desk, address: str
) -> None:
    form = curator.form("/sunting/jempol")
    form.set(sources__0__url=address)
    answer = curator.send(form, aksi="terbit")

    if answer.status_code == 303:
        last = curator.form("/sunting/jempol/terbit")
        last.set(alasan="Alamat sumber diganti")
        curator.send(last)
        page = curator.get("/inovasi/jempol").text
        assert 'onmouseover="alert' not in page
        assert "<script>alert" not in page
    assert 'href="javascript:' not in curator.get("/inovasi/jempol").text
    assert 'href="data:' not in curator.get("/inovasi/jempol").text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"versi": "-1", "dasar": "x"},
        {"versi": "9" * 50, "dasar": "../../etc/passwd"},
        {"versi": "satu", "results-9999-metric": "x", "results-0-__class__": "y", "sources-00-id": "s1"},
        {"aksi": "hapus-results-9999"},
    ],
    ids=range(5),
)
def test_a_form_with_parts_missing_or_bent_is_no_server_error(curator: Desk, data: dict[str, str]) -> None:
    token = curator.form("/sunting/jempol").get("csrf_token")

    answers = [
        curator.client.post(f"/sunting/jempol{path}", data={**data, "csrf_token": token}).status_code
        for path in ("", "/buang", "/bentrok", "/terbit", "/verifikasi")
    ]

    assert max(answers) < 500


def test_what_is_typed_never_becomes_a_path(shelf: Maker, curator: Desk, tmp_path: Path) -> None:
    form = curator.form("/sunting/jempol")
    form.set(region="../../..", slug="../../etc/x")

    curator.send(form, aksi="terbit")
    last = curator.form("/sunting/jempol/buang")

    assert last.action == "/sunting/jempol/buang"
    assert curator.form("/sunting/jempol").get("title") == "Jempol"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "content", "instance", "search_index", "settings.toml",
    ]  # fmt: skip
    assert (shelf.content / FILE).is_file()


def test_every_table_may_be_empty(curator: Desk) -> None:
    form = curator.form("/sunting/jempol")
    form.fields = [(name, value) for name, value in form.fields if name.partition("-")[0] not in TABLES]

    answer = curator.send(form, aksi="terbit")

    assert answer.status_code == 422
    assert "Daftar sumber: Isi setidaknya satu." in answer.text
