"""The typesetter sees its templates folder, its own fonts and nothing else."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from portal.documents import typeset
from portal.documents.typeset import TEMPLATES, DocumentNotMade

DAY = date(2026, 11, 21)


def _template(folder: Path, source: str) -> str:
    (folder / "coba.typ").write_text('#set document(title: "x")\n' + source)
    return "coba.typ"


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#read("../rahasia.txt")', '#image("/x.png")'])
def test_a_template_reaches_no_file_outside_its_folder(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "rahasia.txt").write_text("rahasia")
    monkeypatch.setattr(typeset, "TEMPLATES", folder)

    with pytest.raises(DocumentNotMade):
        typeset.typeset(_template(folder, source), {"title": "x"}, dated=DAY)


def test_only_fonts_that_come_with_the_typesetter_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path)
    template = _template(tmp_path, '#set text(font: "DejaVu Sans")\nkata')  # a font many machines have

    pdf = typeset.typeset(template, {"title": "x"}, dated=DAY)

    resources: Any = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]
    fonts = [font["/BaseFont"] for font in resources["/Font"].values()]
    assert all("LibertinusSerif" in name for name in fonts)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.typ")), ids=lambda path: path.name)
def test_a_template_imports_no_package_and_turns_no_words_into_code(path: Path) -> None:
    source = path.read_text("utf-8")

    assert "@preview" not in source
    assert not re.search(r"\b(eval|plugin)\(", source)


@pytest.mark.parametrize(
    ("text", "told"),
    [("kereta 🚑 datang", "kereta [U+1F691] datang"), ("aksara ꦧꦠꦁ kuno", "3 tanda tak tercetak, U+A9A7 …")],
)
def test_what_cannot_be_drawn_is_named_in_its_place(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path)
    template = _template(tmp_path, "#json(bytes(sys.inputs.values)).title")

    pdf = typeset.typeset(template, {"title": text}, dated=DAY)

    words = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert told in words
    assert "\ufffd" not in words
