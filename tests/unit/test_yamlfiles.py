"""YAML is read within limits, and every problem names its line."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from portal import yamlfiles
from portal.sources import Fact, Text
from portal.yamlfiles import MAX_FILE, MAX_FRONT_MATTER, Report, YamlRefused, load, parse, read_text, validate
from tests.patience import examples

FAST = 0.05  # seconds of CPU


class Entry(Fact):
    """A model with one of each kind of field."""

    name: Text
    size: int | float | Text = 0
    year: Literal["tidak diketahui"] | int = "tidak diketahui"
    day: date | None = None
    parts: tuple[Text, ...] = ()
    share: float = Field(default=0.0, ge=0, le=100)


def refusal(text: str, **limits: Any) -> YamlRefused:
    with pytest.raises(YamlRefused) as caught:
        parse(text, **limits)
    return caught.value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("no: no", {"no": "no"}),
        ("a: yes\nb: on\nc: off\nd: y", {"a": "yes", "b": "on", "c": "off", "d": "y"}),
        ("jam: 12:30", {"jam": "12:30"}),
        ("jam: 12:30:45", {"jam": "12:30:45"}),
        ("kode: 5.05.02", {"kode": "5.05.02"}),
        ("hari: 2026-11-21", {"hari": date(2026, 11, 21)}),
        ("a: true\nb: null\nc:", {"a": True, "b": None, "c": None}),
        ("a: '007'", {"a": "007"}),
        ("", None),
        ("# hanya catatan", None),
    ],
)
def test_text_stays_what_its_writer_sees(text: str, values: object) -> None:
    assert parse(text).values == values


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3", 3, "kunci ganda 'a'"),
        ("x:\n  - a: 1\n    a: 2", 3, "kunci ganda 'a'"),
        ("a: 1\nb: &x 1", 2, "alias"),
        ("a: 1\nb: *x", 2, "alias"),
        ("a: 1\n<<: {b: 2}", 2, "<<"),
        ("a: 1\nb: !!set {x, y}", 2, "(!)"),
        ("a: !!str 5", 1, "(!)"),
        ("a: 1\nb: !foo 5", 2, "(!)"),
        ("a: !!binary aGVsbG8=", 1, "(!)"),
        ("a: !!python/object/apply:os.system [ls]", 1, "(!)"),
        ("%YAML 1.1\n---\na: no", 1, "(%)"),
        ("%TAG ! tag:x,2000:\n---\na: !b 1", 1, "(%)"),
        ("a: 1\n---\nb: 2", 2, "satu dokumen"),
        ("a: 1\nb: c: d", 2, "titik dua"),
        ("a:\n\tb: 1", 2, "tab"),
        ("a: 1\nb: @c", 2, "tanda khusus"),
        ("a: 1\nb: 'tidak ditutup\nc: 2", 2, "tanda kutip belum ditutup"),
        ("a: 1\nb: [1, 2\nc: 3", 2, "kurung belum ditutup"),
        ('a: 1\nb: "\\q"', 2, "garis miring"),
        ("a: 1\nb: 2026-02-30", 2, "tanggal"),
        ("a:\n  - b: 2026-13-01", 2, "tanggal"),
        ("a: 1\n? {b: c}\n: 2", 2, "kunci harus berupa teks"),
        ("a: 1\nb: x\ufffe", 2, "karakter"),
        ("a: ]", 1, "susunan YAML keliru"),
    ],
)
def test_a_trap_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    refused = refusal(text)

    assert (refused.line, says in refused.message) == (line, True), refused


def test_lines_are_counted_from_where_the_text_starts_in_its_file() -> None:
    assert refusal("a: 1\na: 2", first_line=2).line == 3
    assert parse("a: 1\nb:\n  - c: 2", first_line=10).line_of(("b", 0, "c")) == 12


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5_000,
        "a: " + "[" * 5_000 + "]" * 5_000,
        "a:\n" + " [\n" * 5_000,
        "a: " + "{" * 5_000,
        "a: " + "{x: " * 390,
        "- " * 5_000 + "x",
        "? " * 5_000 + "x",
        "a: " * 5_000,
        "\n".join(" " * depth + "a:" for depth in range(300)),
        "\n".join(" " * depth + "a:" for depth in range(21)),
        "a: " + "9" * 100_000,
        "a: -" + "9" * 100_000,
        "a: 0x" + "f" * 20_000,
        "a: " + "9_" * 10_000,
        "a: " + "1." + "9" * 20_000,
        "a: &a [x, x]\n"
        + "".join(f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)),
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)
def test_a_hostile_text_is_refused_at_once(text: str) -> None:
    refusal("a: [" + "[" * 500)  # so that loading the reader is not measured
    began = time.process_time()

    refused = refusal(text)

    assert time.process_time() - began <= FAST
    assert refused.line >= 1


def test_the_line_of_a_deep_place_is_named() -> None:
    text = "".join(" " * depth + "a:\n" for depth in range(21))

    assert refusal(text).line == 21
    assert parse("".join(" " * depth + "a:\n" for depth in range(18))).values


def test_front_matter_may_have_64_kb_and_not_more() -> None:
    whole = "a: " + "x" * (MAX_FRONT_MATTER - 3)

    assert parse(whole, max_size=MAX_FRONT_MATTER).values
    assert "64 KB" in refusal(whole + "x", max_size=MAX_FRONT_MATTER).message


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        (b"\xff\xfea\x00", 1, "UTF-8"),
        (b"a: 1\n\nb: \x00\n", 3, "karakter kendali"),
        (b"a: \x1b[31m", 1, "karakter kendali"),
        (b"a" * (MAX_FILE + 1), 1, "256 KB"),
    ],
)
def test_a_file_that_is_no_plain_text_is_refused(tmp_path: Path, raw: bytes, line: int, says: str) -> None:
    (tmp_path / "x.yaml").write_bytes(raw)
    report = Report()

    text = read_text(tmp_path / "x.yaml", "content/x.yaml", report)

    assert text is None
    (problem,) = report.problems
    assert (problem.path, problem.line, says in problem.message) == ("content/x.yaml", line, True)


def test_a_missing_file_is_a_problem_and_no_error(tmp_path: Path) -> None:
    report = Report()

    assert load(tmp_path / "x.yaml", "content/x.yaml", report) is None
    assert str(report.problems[0]).startswith("content/x.yaml:1: berkas tidak dapat dibaca")


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes("\ufeffa: 1\r\nb: 2\r\n".encode())

    text = read_text(tmp_path / "x.yaml", "x.yaml", Report())

    assert text == "a: 1\nb: 2\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("size: 1", 1, "'name' wajib diisi"),
        ("name: a\nwarna: b", 2, "'warna' tidak dikenal"),
        ("name: 5", 1, "'name' harus berupa teks"),
        ("name: ''", 1, "'name' tidak boleh kosong"),
        (
            "name: a\nyear: x",
            2,
            "'year' harus salah satu dari 'tidak diketahui', atau harus berupa bilangan bulat",
        ),
        ("name: a\nday: kemarin", 2, "'day' harus berupa tanggal, misalnya 2026-11-21"),
        ("name: a\nday: 5", 2, "'day' harus berupa tanggal, misalnya 2026-11-21"),
        ("name: a\nparts: b", 2, "'parts' harus berupa daftar"),
        ("name: a\nparts:\n  - b\n  - 5", 4, "'parts.1' harus berupa teks"),
        ("name: a\nshare: 101", 2, "'share' paling besar 100.0"),
        ("name: a\nshare: -1", 2, "'share' paling kecil 0.0"),
        ("name: a\nshare: .inf", 2, "'share' harus berupa angka"),
        ("name: a\nshare: x", 2, "'share' harus berupa angka"),
        ("- name", 1, "isi berkas harus berupa pasangan kunci dan isi"),
        ("", 1, "isi berkas harus berupa pasangan kunci dan isi"),
    ],
)
def test_a_mismatch_is_told_in_indonesian_with_its_line(text: str, line: int, message: str) -> None:
    report = Report()

    assert validate(Entry, parse(text), "x.yaml", report) is None

    assert [(problem.line, problem.message) for problem in report.problems] == [(line, message)]


def test_alternatives_that_were_tried_make_one_problem() -> None:
    for value in ("[1]", "{a: 1}", "null"):
        report = Report()

        validate(Entry, parse(f"name: a\nsize: {value}"), "x.yaml", report)

        (problem,) = report.problems
        assert problem.line == 2
        assert problem.message.startswith("'size' harus berupa bilangan bulat, atau harus berupa angka")


def test_warnings_are_no_errors() -> None:
    report = Report()
    report.add("a", 1, "keliru")
    report.add("b", 2, "basi", is_warning=True)

    assert [problem.path for problem in report.errors] == ["a"]
    assert [str(problem) for problem in report.problems] == ["a:1: keliru", "b:2: peringatan: basi"]


LETTERS = st.sampled_from(
    [*"ab1-_:#&*!?|>'\"%@`{}[],~= \n\t", "a: b\n", "- x\n", "\u2028", "\x85", "no", "2025-01-02"]
)
TRAPS = (
    *(
        "a:\tb",
        "\ta: b",
        "a: &x b",
        "a: *x",
        "a: !!int 3",
        "<<: {a: b}",
        "a: {b:c}",
        "a: no",
        "a: 0o17",
        "a: 017",
    ),
    *(
        "a: 12:30:45",
        "a: 2025-02-31",
        "a: 1_000",
        "a: =",
        "a: on",
        "a: b\na: c",
        "%YAML 1.1\n---\na: b",
        "? a\n: b",
    ),
    *(
        "a: \u2028b",
        "a: \x85b",
        "a: 'x\n  y'",
        "a: b\n---\nc: d",
        "a: x#y",
        "{a: 1, b}",
        "a: [x, y,]",
        "a: {x: 1, x: 2}",
    ),
)


def said(text: str) -> str:
    """What a text is read as, or what is said of it."""
    try:
        return repr(parse(text).values)
    except YamlRefused as refusal:
        return str(refusal)


def by_python_alone(text: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamlfiles, "_STRANGE", re.compile(""))
        return said(text)


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_is_read_alike_with_libyaml_and_without(text: str) -> None:
    assert said(text) == by_python_alone(text)


@given(st.lists(LETTERS, max_size=30).map("".join))
@examples(400)
def test_any_text_is_read_alike_with_libyaml_and_without(text: str) -> None:
    assert said(text) == by_python_alone(text)
