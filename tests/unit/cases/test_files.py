"""A case file is refused for each thing that is wrong in it, with the line where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portal.cases.files import cited, links, read_file
from portal.yamlfiles import MAX_FILE, Report
from tests.make import body, case_text, front, line_of, read, sources


def problems(text: str, **place: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in sorted(read(text, **place)[1])]


def test_a_valid_case_has_no_problem() -> None:
    file, found = read(case_text())

    assert found == []
    assert file is not None
    assert file.case.slug == "jempol"
    assert file.case.results[0].after == 1400
    assert file.text.split("\n")[file.body_line - 1] == ""
    assert file.body.startswith("\n## Masalah")


REQUIRED = [
    "slug", "title", "region", "province", "owner", "started", "status", "compiled",
    "sector", "form", "digital", "summary", "sources",
]  # fmt: skip


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_refused(key: str) -> None:
    without: dict[str, Any] = {key: ...}

    assert problems(case_text(**without)) == [(2, f"'{key}' wajib diisi")]


def test_the_other_keys_may_be_left_out() -> None:
    without: dict[str, Any] = {key: ... for key in front() if key not in REQUIRED}

    assert problems(case_text(**{**without, "status": "unknown"})) == []


WRONG: list[tuple[str, Any, str]] = [
    ("warna", "merah", "'warna' tidak dikenal"),
    ("title", 5, "'title' harus berupa teks"),
    ("title", "", "'title' tidak boleh kosong"),
    ("title", "x" * 121, "'title' terlalu panjang (paling banyak 120 huruf)"),
    ("aliases", "satu", "'aliases' harus berupa daftar"),
    ("started", "kemarin", "'started' harus berupa bilangan bulat"),
    ("started", 1900, "'started' paling kecil 1945"),
    (
        "status",
        "jalan",
        "'status' harus salah satu dari 'active', 'scaled', 'stopped', 'partial', 'replaced' atau 'unknown'",
    ),
    (
        "compiled",
        {"date": "21 November", "source": "archive"},
        "'compiled.date' harus berupa tanggal, misalnya 2026-11-21",
    ),
    ("digital", "ya", "'digital' harus true atau false"),
    ("form", [], "'form' tidak boleh kosong"),
    ("sector", "Kesehatan", "'sector' tidak sesuai bentuk yang diminta"),
    ("sources", [], "'sources' tidak boleh kosong"),
    ("summary", "kata " * 61, "ringkasan 61 kata; paling banyak 60"),
    ("status_sources", ["s9"], "rujukan s9 tidak ada di daftar sumber"),
    (
        "legal_basis",
        [{"text": "Perbup 1/2020", "state": "enacted", "sources": ["s8"]}],
        "rujukan s8 tidak ada di daftar sumber",
    ),
]


@pytest.mark.parametrize(("key", "value", "message"), WRONG, ids=lambda value: str(value)[:30])
def test_a_wrong_value_is_refused_on_its_line(key: str, value: Any, message: str) -> None:
    text = case_text(**{key: value})

    assert (line_of(text, f"{key}:"), message) in problems(text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"year": ...}, "'results.0.year' wajib diisi"),
        (
            {"year": None},
            "'results.0.year' harus berupa bilangan bulat, atau harus salah satu dari 'tidak diketahui'",
        ),
        ({"sources": []}, "'results.0.sources' tidak boleh kosong"),
        ({"sources": ["s7"]}, "rujukan s7 tidak ada di daftar sumber"),
        ({"after": ...}, "'results.0.after' wajib diisi"),
        ({"unit": 5}, "'results.0.unit' harus berupa teks"),
    ],
    ids=str,
)
def test_a_result_needs_a_year_and_a_source(change: dict[str, Any], message: str) -> None:
    result = {**front()["results"][0], **change}
    text = case_text(results=[{key: value for key, value in result.items() if value is not ...}])

    assert problems(text) == [(line_of(text, "results:"), message)]


@pytest.mark.parametrize(
    "value", ["2019-02-30", "2019-13", "2019-00-10", "0000", "19", "kemarin", "2019-1-1", "2019-11-12T10"]
)
def test_a_source_date_is_a_day_month_or_year_of_the_calendar(value: str) -> None:
    listed = sources()
    listed[0]["date"] = value

    found = read(case_text(sources=listed))[1]

    assert [problem.message.split("'")[1] for problem in found] == ["sources.0.date"]


@pytest.mark.parametrize("value", ["2019", "2019-11", "2024-02-29", None])
def test_a_source_may_be_dated_as_far_as_is_known(value: str | None) -> None:
    listed = sources()
    listed[0]["date"] = value

    assert read(case_text(sources=listed))[1] == []


@pytest.mark.parametrize(
    "address", ["", "kabar.id/berita", "javascript:alert(1)", "https://", "https://kabar", "ftp://a.id"]
)
def test_a_source_without_a_web_address_is_refused(address: str) -> None:
    listed = sources()
    listed[1]["url"] = address
    text = case_text(sources=listed)

    assert problems(text) == [(line_of(text, "sources:"), "sumber s2 tidak punya alamat (url)")]


def test_places_inside_a_list_are_named_by_their_own_lines() -> None:
    head = case_text(sources=...).split("---\n")[1]
    listed = "".join(
        f"  - id: s{n}\n    title: Berita {n}\n    publisher: Kabar\n    url: {url}\n"
        for n, url in ((1, "https://kabar.id/1"), (2, "''"), (3, "https://kabar.id/3"))
    )
    text = f"---\n{head}sources:\n{listed}---\n\n{body()}"

    assert problems(text) == [
        (line_of(text, "id: s2"), "sumber s2 tidak punya alamat (url)"),
        (line_of(text, "id: s3"), "sumber s3 tidak pernah dirujuk"),
    ]


def test_every_citation_has_a_source_and_every_source_a_citation() -> None:
    text = case_text(article=body(hasil="Naik menjadi 7 [s1, s5]."), sources=sources(3))

    assert problems(text) == [
        (line_of(text, "sources:"), "sumber s3 tidak pernah dirujuk"),
        (line_of(text, "Naik menjadi"), "rujukan [s5] tidak ada di daftar sumber"),
    ]


def test_a_source_id_is_used_once() -> None:
    text = case_text(sources=[*sources(), sources()[0]])

    assert problems(text) == [(line_of(text, "sources:"), "ada id sumber yang dipakai dua kali")]


def test_slug_and_region_are_those_of_the_file() -> None:
    text = case_text(slug="lain", region="batang")

    assert problems(text) == [
        (2, "slug 'lain' tidak sama dengan nama berkas 'jempol'"),
        (line_of(text, "region:"), "wilayah 'batang' tidak sama dengan folder berkas"),
    ]


@pytest.mark.parametrize(
    "slug", ["Jempol", "jem_pol", "jem pol", "jempol-", "-jempol", "jém", "../x", "a" * 81, ""]
)
def test_a_slug_is_an_address(slug: str) -> None:
    assert any("'slug'" in message for _, message in problems(case_text(slug=slug)))


def test_a_status_rests_on_sources_unless_it_is_unknown() -> None:
    text = case_text(status_sources=[])

    assert problems(text) == [(line_of(text, "status:"), "status 'active' butuh status_sources")]
    assert problems(case_text(status="unknown", status_sources=[])) == []


def test_all_eleven_headings_stand_once_in_their_order() -> None:
    whole = body()
    start = line_of(case_text(), "## Masalah") - 1

    missing = problems(case_text(article=whole.replace("## Hasil\n", "")))
    unknown = case_text(article=whole + "## Lampiran\n\nTidak ada.\n")
    doubled = case_text(article=whole + "## Hasil\n\nTidak ada.\n")
    swapped = (
        whole.replace("## Hasil", "## X")
        .replace("## Dasar hukum", "## Hasil")
        .replace("## X", "## Dasar hukum")
    )

    assert missing == [(start, "judul bagian '## Hasil' tidak ada")]
    assert problems(unknown) == [
        (line_of(unknown, "## Lampiran"), "judul bagian '## Lampiran' tidak dikenal")
    ]
    last = len(doubled.split("## Hasil")[0].split("\n")) + len(doubled.split("## Hasil")[1].split("\n")) - 1
    assert problems(doubled) == [(last, "judul bagian '## Hasil' ditulis dua kali")]
    assert [message[:14] for _, message in problems(case_text(article=swapped))] == ["urutan bagian "]


def test_text_before_the_first_heading_would_be_lost_and_is_refused() -> None:
    found = problems(case_text(article="Pengantar tanpa judul.\n\n" + body()))

    assert [message[:20] for _, message in found] == ["teks sebelum judul b"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Biaya turun 40 persen.", "Biaya turun 40 persen."),
        ("- Satu butir [s1].\n- Butir lain 12 orang.", "Butir lain 12 orang."),
        ("1. Langkah pertama [s1].\n2. Lalu 3 hari.", "Lalu 3 hari."),
        ("Rp2,5 miliar", "Rp2,5 miliar"),
        ("Hasilnya 7 ([berita](https://kabar.id)).", "Hasilnya 7 ([berita](https://kabar.id))."),
    ],
)
def test_a_figure_without_a_source_is_refused_on_its_line(text: str, quoted: str) -> None:
    whole = case_text(article=body(hasil=text))

    ((line, message),) = problems(whole)

    assert message == f'angka tanpa sumber: "{quoted}"'
    assert quoted in whole.split("\n")[line - 1]


@pytest.mark.parametrize(
    "text",
    [
        "Tafsir penyusun: kira-kira 40 persen.",
        "- **Yang perlu ditanyakan.** Apakah 40 persen itu benar?",
        "Rincian 2021:\n\n- naik [s1].",
        "Tidak ada angka.",
        "Lihat [SAKIP 2020](/inovasi).",
        "Naik 40 persen [s1].",
        "### Tahun 2021\n\nNaik [s1].",
    ],
)
def test_marked_interpretation_questions_and_headings_need_no_source(text: str) -> None:
    assert problems(case_text(article=body(hasil=text))) == []


def test_head_and_body_are_checked_in_one_go() -> None:
    text = case_text(article=body().replace("## Hasil\n", ""), title="", slug="Jempol")

    assert {message for _, message in problems(text)} >= {
        "'title' tidak boleh kosong",
        "'slug' tidak sesuai bentuk yang diminta",
        "judul bagian '## Hasil' tidak ada",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tanpa kepala",
        "---\nslug: a\n",
        "---\nslug: a\n---",
        " ---\nslug: a\n---\n",
        "----\nslug: a\n---\n",
    ],
)
def test_a_file_without_front_matter_is_refused(text: str) -> None:
    assert problems(text) == [(1, "berkas harus diawali kepala YAML di antara dua baris '---'")]


@pytest.mark.parametrize(
    ("head", "line", "says"),
    [
        ("slug: jempol\nslug: lain", 3, "kunci ganda 'slug'"),
        ("slug: jempol\ntitle: &a x\nowner: *a", 3, "alias"),
        ("slug: " + "[" * 30 + "]" * 30, 2, "bersarang"),
        ("slug: jempol\nsummary: " + "x" * 66_000, 2, "64 KB"),
        ("", 2, "pasangan kunci dan isi"),
        ("- slug", 2, "pasangan kunci dan isi"),
    ],
)
def test_front_matter_beyond_the_limits_is_refused_with_its_line(head: str, line: int, says: str) -> None:
    ((found, message),) = problems(f"---\n{head}\n---\n\n{body()}")

    assert (found, says in message) == (line, True), message


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"\xff\xfe", 1, "UTF-8"),
        (case_text().encode() + b"\n\xc3(", case_text().count("\n") + 2, "UTF-8"),
        (case_text().encode() + b"x" * MAX_FILE, 1, "256 KB"),
        (case_text().encode() + b"\n\x00", case_text().count("\n") + 2, "kendali"),
    ],
    ids=["not text", "a wrong byte", "too large", "a control character"],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, raw: bytes, line: int, says: str) -> None:
    path = tmp_path / "content" / "cases" / "teladan" / "jempol.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    report = Report()

    assert read_file(path, tmp_path / "content", report) is None

    (problem,) = report.problems
    assert str(problem).startswith(f"content/cases/teladan/jempol.md:{line}: ")
    assert says in problem.message


def test_citations_are_found_where_they_are() -> None:
    text = "Satu [s1]. Dua [s2, s10 ,b3]; bukan [s1](x) atau [s1][s2]x [S1] [s1234] [teks]."

    assert [source for _, source in cited(text)] == ["s1", "s2", "s10", "b3", "s2"]
    assert cited(text)[0] == (5, "s1")


def test_every_way_to_write_a_link_is_found() -> None:
    text = '[a](/satu) [b [c]](/dua) [d](</tiga> "judul") [e]( /empat )\n\n[f]: /lima\n  [g]: <https://enam.id>\n'

    assert [target for _, target in links(text)] == [
        "/satu",
        "/dua",
        "/tiga",
        "/empat",
        "/lima",
        "https://enam.id",
    ]
