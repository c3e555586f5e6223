"""Sheets: a case file becomes a form and a file again, and nothing changes on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.cases.files import read_source
from portal.cases.model import SECTIONS
from portal.editing.fields import FIELDS, HEAD, TABLES, FieldKind, label_of, section_place
from portal.editing.keeping import keep_style
from portal.editing.reading import read, split_sections
from portal.editing.scalars import bracket_list, one_line, scalar
from portal.editing.sheet import MAX_ROWS, Row, Sheet, from_form, next_mark, tidy
from portal.editing.writing import LEFT_OUT, write
from portal.errors import InvalidContent
from portal.yamlfiles import Report, parse
from tests.make import case_text, front
from tests.patience import examples, some

CONTENT = Path(__file__).parents[3] / "content"
REAL = sorted((CONTENT / "cases").rglob("*.md"))
# What nobody sees is refused wherever text is taken (tests/unit/test_unseen.py).
SEEN = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp"))
PRINTABLE = st.text(SEEN, max_size=80)


def sent(sheet: Sheet) -> MultiDict[str, str]:
    """What a browser sends for a form that shows this sheet."""
    pairs = [(name, value) for name, value in sheet.fields.items()]
    pairs += [(name, value) for name, values in sheet.choices.items() for value in values]
    for name, rows in sheet.rows.items():
        columns = [column.name for column in TABLES[name].fields]
        pairs += [
            (f"{name}-{index}-{column}", row.get(column, ""))
            for index, row in enumerate(rows)
            for column in columns
        ]
    pairs += [
        (section_place(heading), text.replace("\n", "\r\n")) for heading, text in sheet.sections.items()
    ]
    return MultiDict(pairs)


@pytest.mark.parametrize("path", some(REAL, 12), ids=lambda path: path.stem)
def test_a_real_case_goes_through_the_form_unchanged(path: Path) -> None:
    text, name = path.read_text("utf-8"), path.relative_to(CONTENT.parent).as_posix()
    before = read_source(text, name, Report())

    written = write(from_form(sent(read(text, name)))).text
    report = Report()
    after = read_source(written, name, report)

    assert before is not None
    assert after is not None
    assert after.case == before.case
    assert after.parsed.values == before.parsed.values
    assert after.body == before.body
    assert report.errors == []
    assert keep_style(written, text) == text


def test_there_are_real_cases_to_try() -> None:
    assert len(REAL) >= 81


@given(PRINTABLE)
def test_any_text_stays_a_text_as_the_value_of_a_key(text: str) -> None:
    parsed = parse(f"title: {scalar(text)}\nafter: 1\n").values

    assert parsed == {"title": one_line(text), "after": 1}


@given(st.lists(PRINTABLE, max_size=5))
def test_any_texts_stay_texts_in_a_list(texts: list[str]) -> None:
    parsed = parse(f"aliases: {bracket_list(texts)}\nafter: 1\n").values

    assert parsed == {"aliases": [one_line(text) for text in texts], "after": 1}


HOSTILE = [
    "a: b", "- x", "---", "...", "--- x", "# bukan komentar", "a # b", "'", '"', "''", '""', "it's \"so\"",
    "[a, b]", "{a: b}", "&jangkar", "*alias", "!tag", "| x", "> x", "%YAML 1.2", "@x", "`x`", "? x", ": x",
    "null", "~", "true", "no", "12", "1e3", "0x1F", "2026-11-21", "12:30:45", ".inf", ".nan", "<<", "=",
    "a\nb: c", "a\r\n---\nslug: lain", "x\x85slug: lain", "x\u2028slug: lain", "\ufeffx", "a\tb", "key:",
    "\\n", "<script>alert(1)</script>", "{{ 7*7 }}", "${7*7}", "\x00\x07x",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_hostile_text_in_any_field_becomes_neither_key_nor_structure(text: str) -> None:
    fields = {field.name: text for field in HEAD if field.kind is not FieldKind.CHOICES}
    rows: dict[str, tuple[Row, ...]] = {
        name: ({column.name: text for column in table.fields},) for name, table in TABLES.items()
    }
    sheet = Sheet(fields=fields, choices={"form": (text,), "needs": (text,)}, rows=rows, sections={})
    keys = [field.name for field in HEAD if field.kind not in LEFT_OUT or one_line(text)]

    written = write(from_form(sent(sheet)))
    parsed = parse(written.text[4 : written.text.index("\n---\n", 3) + 1]).values

    tables = [table.name for table in TABLES.values() if not table.is_one]
    assert list(parsed) == [*keys, *TABLES]
    assert parsed["title"] == one_line(tidy(text))
    assert parsed["form"] == [one_line(tidy(text))]
    assert {len(parsed[name]) for name in tables} == {1}
    assert isinstance(parsed["ended"], dict)
    assert {"id", "title", "publisher", "date", "url"} <= set(parsed["sources"][0])
    assert set(parsed["sources"][0]) <= {column.name for column in TABLES["sources"].fields}
    assert written.text.count("\n## ") == len(SECTIONS)


@examples(120)
@given(st.dictionaries(st.sampled_from(list(FIELDS)), PRINTABLE), st.lists(PRINTABLE, max_size=3))
def test_whatever_is_typed_comes_back_from_the_file(fields: dict[str, str], titles: list[str]) -> None:
    sheet = Sheet(
        fields={name: tidy(text) for name, text in fields.items() if FIELDS[name].kind is FieldKind.LINE},
        rows={"sources": tuple({"id": f"s{n}", "title": tidy(title)} for n, title in enumerate(titles, 1))},
    )

    again = read(write(sheet).text, "x.md")

    assert {name: again.get(name) for name in sheet.fields} == {
        name: one_line(text) for name, text in sheet.fields.items()
    }
    kept = [one_line(row["title"]) for row in sheet.table("sources") if row["title"].strip()]
    assert [row.get("title", "") for row in again.table("sources")] == kept


def test_a_list_is_typed_one_entry_a_line() -> None:
    sheet = Sheet(fields={"aliases": "Satu\r\n\n  Dua, tiga \nEmpat: lima"})

    text = write(sheet).text

    assert "aliases: [Satu, 'Dua, tiga', 'Empat: lima']" in text


def test_sources_may_be_named_with_brackets_commas_or_blanks() -> None:
    sheet = Sheet(fields={"status_sources": "[s1, s4] s7;s9"})

    assert "status_sources: [s1, s4, s7, s9]" in write(sheet).text


def test_empty_rows_are_not_written_and_places_still_count_them() -> None:
    sheet = Sheet(rows={"results": ({}, {"metric": "warga", "after": "5"}, {"metric": " "})})

    written = write(sheet)

    assert written.text.count("metric:") == 1
    line = written.lines.index("  - metric: warga") + 1
    assert written.place_of(line) == "results-1-metric"


def test_every_line_of_a_section_belongs_to_its_field() -> None:
    sheet = Sheet(sections={"Hasil": "Satu.\n\nDua."})

    written = write(sheet)

    assert {written.place_of(written.lines.index(line) + 1) for line in ("## Hasil", "Satu.", "Dua.")} == {
        "bagian-3"
    }


def test_headings_that_are_unknown_or_come_twice_stay_where_they_stood() -> None:
    sections = split_sections(
        "Pembuka.\n\n## Masalah\n\nA.\n\n## Lain\n\nB.\n\n## Hasil\n\nC.\n\n## Masalah\n\nD.\n"
    )

    assert sections["Masalah"] == "Pembuka.\n\nA.\n\n## Lain\n\nB."
    assert sections["Hasil"] == "C.\n\n## Masalah\n\nD."


def test_a_file_may_lack_keys_but_not_bring_unknown_ones() -> None:
    sheet = read("---\ntitle: Kasus kita\n---\n\n## Masalah\n\nA.\n", "naskah")

    assert (sheet.get("title"), sheet.sections["Masalah"], sheet.get("summary")) == ("Kasus kita", "A.", "")
    with pytest.raises(InvalidContent, match="kunci 'judul' tidak dikenal"):
        read("---\njudul: Kasus kita\n---\n", "naskah")


@pytest.mark.parametrize(
    "text",
    [
        "", "tanpa kepala", "---\ntitle: x\n", "---\n- a\n---\n", "---\na: [\n---\n",
        "---\ntitle: {a: b}\n---\n", "---\nsources: [x]\n---\n", "---\nsources: 5\n---\n",
        "---\nforms: x\n---\n", "---\nform: teks\n---\n", "---\nresults:\n  - {lain: 1}\n---\n",
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_case_file_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidContent) as refusal:
        read(text, "naskah")

    assert all(problem.message and problem.path == "naskah" for problem in refusal.value.problems)


def test_adding_a_source_gives_it_the_next_free_mark() -> None:
    sheet = Sheet(rows={"sources": ({"id": "s1"}, {"id": "s7"}, {"id": "x"})})

    longer = sheet.with_row("sources")

    assert longer.table("sources")[-1] == {"id": "s8"}
    assert next_mark([]) == "s1"
    assert longer.without_row("sources", 0).table("sources")[0] == {"id": "s7"}


def test_a_table_holds_a_limited_number_of_rows() -> None:
    form = MultiDict([(f"results-{n}-metric", "x") for n in range(MAX_ROWS + 50)])

    sheet = from_form(form)

    assert len(sheet.table("results")) == MAX_ROWS
    assert len(sheet.with_row("results").table("results")) == MAX_ROWS


def test_what_was_ticked_before_keeps_its_order_and_what_is_new_follows() -> None:
    before = Sheet(choices={"form": ("lainnya", "tata-kelola")})
    sent_now = Sheet(choices={"form": ("digital", "tata-kelola", "lainnya"), "needs": ("b", "a")})

    sheet = sent_now.in_order_of(before)

    assert sheet.choices == {"form": ("lainnya", "tata-kelola", "digital"), "needs": ("b", "a")}


def test_names_that_the_form_does_not_have_are_left_out() -> None:
    sheet = from_form(MultiDict({"path": "x", "results-0-path": "y", "lain-0-metric": "z", "title": "Judul"}))

    assert sheet.fields == {"title": "Judul"}
    assert sheet.rows == dict.fromkeys(TABLES, ())


def test_unchanged_keys_keep_their_own_lines_and_comments() -> None:
    base = case_text("jempol").replace('"owner": ', "").replace("owner:", "# dari SK bupati\nowner:")
    changed = read(base, "x").with_fields(title="Judul lain")

    text = keep_style(write(changed).text, base)

    assert "# dari SK bupati\nowner:" in text
    assert "title: Judul lain" in text
    assert f"sources: {base.split('sources: ')[2].splitlines()[0]}" in text
    assert len(front()) == len(parse(text[4 : text.index("\n---\n", 3) + 1]).values)


def test_a_base_that_cannot_be_read_is_ignored() -> None:
    text = write(Sheet(fields={"title": "x"})).text

    assert keep_style(text, "rusak") == text
    assert keep_style(text, "---\na: [\n---\n") == text


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ("title", "Judul"),
        ("results-1-metric", "Hasil 2: Ukuran"),
        ("results-1", "Hasil 2"),
        ("sources", "Daftar sumber"),
        ("bagian-3", "Bagian Hasil"),
        ("", "Berkas"),
    ],
)
def test_places_have_names_that_a_curator_knows(place: str, label: str) -> None:
    assert label_of(place) == label
