"""The same innovations are read from every shape of file that offices send."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.errors import RuleViolation
from portal.register.importing import claims
from tests.unit.register.files import (
    EXPORT,
    NAMES,
    book,
    example,
    judged,
    names,
    profile,
    read,
    row,
    sheet_text,
)

END: list[list[Any]] = [[None] * 18, ["Jumlah : 6", *[None] * 17]]
Shape = Callable[[], bytes]


def turned(lines: list[list[Any]]) -> list[list[Any]]:
    """The columns in another order."""
    return [list(reversed(line)) for line in lines]


def numbered(lines: list[list[Any]]) -> list[list[Any]]:
    """A column of numbers before the others, empty in rows of sums."""
    return [["No.", *lines[0]], *([place, *line] for place, line in enumerate(lines[1:], 1))]


def table() -> list[list[Any]]:
    return [list(EXPORT), *example()]


SHAPES: dict[str, Shape] = {
    "as it was exported": lambda: book([*table(), *END]),
    "columns turned": lambda: book(turned(table())),
    "numbered, with titles above": lambda: book(
        [["DAFTAR INOVASI DAERAH"], ["KABUPATEN BATANG"], ["Tahun 2025"], [], *numbered(table())]
    ),
    "headings in capitals with line breaks": lambda: book(
        [[f" {text.upper().strip()}\n" for text in EXPORT], *example()]
    ),
    "headings with hard blanks": lambda: book(
        [[text.replace(" ", "\u00a0 ") for text in EXPORT], *example()]
    ),
    "semicolons and a mark": lambda: b"\xef\xbb\xbf" + sheet_text(table(), ";").encode(),
    "tabs in UTF-16": lambda: sheet_text(table(), "\t").encode("utf-16"),
    "tabs in UTF-16 without a mark": lambda: sheet_text(table(), "\t").encode("utf-16-le"),
    "Windows-1252": lambda: sheet_text([*table(), *END], ";").encode("cp1252"),
    "Excel's own first line": lambda: ("sep=;\r\n" + sheet_text(table(), ";")).encode(),
    "commas": lambda: sheet_text(table()).encode(),
    "printed over two pages": lambda: book([*table()[:4], list(EXPORT), *table()[4:], *END]),
    "sums, means and signatures below": lambda: book(
        [
            *table(),
            [],
            ["Rata-rata", *[None] * 9, 51.2],
            ["TOTAL", None, 6, *[None] * 7, 284],
            [],
            [None, None, None, "Batang, 5 Februari 2026"],
            [None, None, None, "Mengetahui,"],
            [None, None, None, "KEPALA BAPPERIDA"],
            ["Catatan: angka sementara"],
            [None, None, None, "(ttd)"],
        ]
    ),
    "an empty sheet before": lambda: book(table()),
    "numbers of columns below the headings": lambda: book([list(EXPORT), list(range(1, 19)), *example()]),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_tells_the_same(shape: Shape) -> None:
    found = judged(shape())

    assert names(found["new"]) == NAMES
    assert names(found["double"]) == ["pelita desa"]
    assert found["refused"] == []


def test_the_rows_have_the_numbers_of_the_sheet() -> None:
    found = judged(SHAPES["numbered, with titles above"]())

    assert [entry.draft.row for entry in found["new"]] == [6, 7, 9, 10, 11]
    assert [(entry.draft.row, entry.of) for entry in found["double"]] == [(8, 7)]


def test_what_the_cells_hold_is_read_as_it_is_meant() -> None:
    found = {entry.draft.title: entry.draft for entry in judged(SHAPES["as it was exported"]())["new"]}
    sigap, banjir = found["SIGAP LANSIA (Siap Jaga Periksa Lansia)"], found["RUMAH AMAN BANJIR"]

    assert sigap.owner.opd == "Dinkes"
    assert sigap.values["applied_on"] == date(2024, 3, 2)
    assert sigap.values["claimed_score"] == Decimal(87)
    assert sigap.values["other_affairs"] == "1.06"
    assert sigap.values["asta_cita"] == 4
    assert "applied_on" not in banjir.values
    assert any("31-02-2025" in one for one in banjir.problems)
    assert found["PASAR RESIK"].values["applied_on"] == date(2023, 11, 1)
    assert found["PASAR RESIK"].values["video"] == "https://youtu.be/contoh0004"
    assert found["DRAINASE CERDAS"].values["claimed_score"] == Decimal(38)


DAYS = (
    "02-03-2024",
    "2/3/2024",
    "02.03.2024",
    "2024-03-02",
    "2024-03-02 00:00:00",
    "2 Maret 2024",
    "Sabtu, 2 Maret 2024",
    "2 Mar 2024",
    "02-Mar-2024",
    "2\u00a0MARET  2024",
    45353,
    "45353",
    date(2024, 3, 2),
    "02-03-24",
)


@pytest.mark.parametrize("written", DAYS, ids=str)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    (entry,) = judged(book([list(EXPORT), row("SATU", applied=written)]))["new"]

    assert entry.draft.values["applied_on"] == date(2024, 3, 2)
    assert entry.draft.problems == []


@pytest.mark.parametrize(
    "written", ["31-02-2024", "Maret 2024", "2024", "segera", "13/13/2024", "00-00-0000"]
)
def test_what_is_no_day_leaves_it_empty_and_says_so(written: str) -> None:
    (entry,) = judged(book([list(EXPORT), row("SATU", applied=written)]))["new"]

    assert "applied_on" not in entry.draft.values
    assert len(entry.draft.problems) == 1
    assert written in entry.draft.problems[0]


POINTS = (
    "-6.9081,109.7305",
    "-6.9081, 109.7305",
    "-6,9081, 109,7305",
    "-6,9081,109,7305",
    "-6,9081; 109,7305",
    "109.7305 -6.9081",
    "109,7305 ; -6,9081",
    "\u22126.9081 , 109.7305",
    "6.9081° S, 109.7305° E".replace("6.9081°", "6°54'29.16\"").replace("109.7305°", "109°43'49.8\""),
    "(-6.9081, 109.7305)",
)


@pytest.mark.parametrize("written", POINTS)
def test_a_point_is_read_however_it_is_written(written: str) -> None:
    (entry,) = judged(book([list(EXPORT), row("SATU", point=written)]))["new"]

    assert entry.draft.values["coordinates"] == "-6.9081, 109.7305"


@pytest.mark.parametrize("written", ["di kantor", "0,0", "51.5, -0.1", "-6.9"])
def test_what_is_no_point_here_leaves_it_empty(written: str) -> None:
    (entry,) = judged(book([list(EXPORT), row("SATU", point=written)]))["new"]

    assert "coordinates" not in entry.draft.values
    assert entry.draft.problems


@pytest.mark.parametrize(
    "again", ["pelita  desa", "“Pelita Desa”", "PELITA-DESA", "Pelita\u00a0Desa.", "pelita\ndesa"]
)
def test_blanks_letters_and_marks_make_no_other_innovation(again: str) -> None:
    found = judged(book([list(EXPORT), row("PELITA DESA"), row(again)]))

    assert len(found["new"]) == 1
    assert [entry.of for entry in found["double"]] == [2]


def test_the_same_name_of_another_owner_is_another_innovation() -> None:
    found = judged(book([list(EXPORT), row("POSYANDU MALAM"), row("POSYANDU MALAM", "Dinas Sosial")]))

    assert len(found["new"]) == 2


def test_a_name_that_is_nearly_the_same_is_asked_about() -> None:
    found = judged(
        book([list(EXPORT), row("PELITA DESA"), row("PELITA DESSA"), row("POSYANDU 1"), row("POSYANDU 2")])
    )

    assert [bool(entry.draft.problems) for entry in found["new"]] == [False, True, False, False]


def test_a_hidden_row_is_not_taken_in_unseen() -> None:
    found = judged(book([list(EXPORT), row("SATU"), row("DUA")], hidden=[3]))

    assert names(found["new"]) == ["SATU"]
    assert "tersembunyi" in found["refused"][0].reason


def test_an_innovation_of_another_region_is_refused() -> None:
    found = judged(
        book(
            [list(EXPORT), row("SATU", government="Kab. Pekalongan"), row("DUA", government="PEMKAB BATANG")]
        )
    )

    assert names(found["new"]) == ["DUA"]
    assert "Kab. Pekalongan" in found["refused"][0].reason


def test_a_row_without_a_name_is_refused_and_told() -> None:
    found = judged(book([list(EXPORT), row("SATU"), row("-"), row("")]))

    assert [(entry.draft.row, entry.reason) for entry in found["refused"]] == [
        (3, "Nama inovasinya kosong."),
        (4, "Nama inovasinya kosong."),
    ]


def test_an_innovation_called_total_is_one() -> None:
    found = judged(book([list(EXPORT), row("TOTAL LAYANAN LANSIA"), ["Total", *[None] * 9, 87]]))

    assert names(found["new"]) == ["TOTAL LAYANAN LANSIA"]
    assert found["refused"] == []


def test_two_signers_below_a_table_are_no_innovations() -> None:
    lines = [list(EXPORT), *example()[:2], [], ["Mengetahui,", None, "Batang, 5 Februari 2026"]]
    lines += [
        ["Orang Satu, S.E.", None, "Orang Dua, M.Si.", "Pembina"],
        ["NIP. 197001012000121001", None, "NIP"],
    ]

    found = judged(book(lines))

    assert names(found["new"]) == ["SIGAP LANSIA (Siap Jaga Periksa Lansia)", "PELITA DESA"]
    assert found["refused"] == []


def test_a_last_row_that_is_hardly_filled_in_is_one_of_the_table() -> None:
    found = judged(
        book([list(EXPORT), row("SATU"), ["DUA", None, "Dinas Sosial"], [], ["TIGA", None, "Dinas Sosial"]])
    )

    assert names(found["new"]) == ["SATU", "DUA"]


def test_an_error_of_excel_is_no_name() -> None:
    found = judged(book([list(EXPORT), row("#REF!"), row("SATU")]))

    assert "galat Excel" in found["refused"][0].reason


OLD = (
    "No.",
    "Judul Inovasi",
    "Pemda",
    "Admin OPD",
    "Bentuk Inovasi",
    "Jenis",
    "Inisiator",
    "Urusan Pemerintah",
)
OLD_MORE = (
    "Kematangan",
    "Tahapan",
    "Tanggal Input",
    "Tanggal Uji Coba",
    "Tanggal Penerapan",
    "C-19",
    "Video",
    "Youtube",
)


def test_the_older_export_with_titles_and_a_row_of_means() -> None:
    lines: list[list[Any]] = [
        ["LAPORAN INOVASI DAERAH"],
        ["KABUPATEN BATANG"],
        ["TAHUN 2023"],
        [*OLD, *OLD_MORE],
        [
            1,
            "SIGAP\u00a0LANSIA",
            "Kab. Batang",
            "Dinas Kesehatan",
            "Pelayanan Publik",
            "Non Digital",
            "OPD",
            "Kesehatan",
            "64.50",
            "Penerapan",
            "3 Juni 2023",
            "1 Maret 2022",
            "2 Januari 2023",
            "Tidak",
            "Ya",
            "https://youtu.be/x1",
        ],
        [None, "Rata-rata", *[None] * 6, "64.50", *[None] * 7],
    ]

    found = judged(book(lines, merged=["A1:P1", "A2:P2", "A3:P3"]))

    (entry,) = found["new"]
    assert entry.draft.row == 5
    assert entry.draft.values["claimed_score"] == Decimal("64.5")
    assert entry.draft.values["trial_on"] == date(2022, 3, 1)
    assert entry.draft.values["video"] == "https://youtu.be/x1"
    assert sum(map(len, found.values())) == 1


ANNEX: list[list[Any]] = [
    ["LAMPIRAN"],
    ["KEPUTUSAN BUPATI BATANG"],
    ["NOMOR ... TAHUN 2026"],
    ["TENTANG PENETAPAN INOVASI DAERAH"],
    [],
    [
        "NO",
        "NAMA INOVASI",
        "PERANGKAT DAERAH / UNIT",
        None,
        "BENTUK",
        "JENIS",
        "TAHAPAN",
        "URUSAN",
        "WAKTU PENERAPAN",
    ],
    [None, None, "PD", "UNIT"],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    [
        1,
        "SIGAP LANSIA",
        "Dinas Kesehatan",
        "Bidang Kesmas",
        "Pelayanan Publik",
        "Non Digital",
        "Penerapan",
        "Kesehatan",
        "2 Maret 2024",
    ],
    [
        2,
        "SENYUM BUMIL",
        None,
        "Puskesmas Wonotunggal",
        "Pelayanan Publik",
        "Non Digital",
        "Penerapan",
        "Kesehatan",
        "1 Februari 2022",
    ],
    [
        3,
        "POSYANDU MALAM",
        None,
        "Puskesmas Contoh",
        "Pelayanan Publik",
        "Non Digital",
        "Uji Coba",
        "Kesehatan",
        "-",
    ],
    [
        4,
        "PELITA DESA",
        "Dispermades",
        "-",
        "Tata Kelola",
        "Digital",
        "Penerapan",
        "Pemberdayaan Masyarakat dan Desa",
        "10 Januari 2024",
    ],
    [
        "5.",
        "KEBUN GIZI",
        "Kecamatan Contoh",
        "Desa Contoh",
        "Pelayanan Publik",
        "Non Digital",
        "Penerapan",
        "Pangan",
        "1 Februari 2021",
    ],
    [],
    [None, None, None, None, None, None, "BUPATI BATANG,"],
    [None, None, None, None, None, None, "(ttd)"],
]
MERGED = [
    "A1:I1",
    "A2:I2",
    "A3:I3",
    "A4:I4",
    "C6:D6",
    "A6:A7",
    "B6:B7",
    "E6:E7",
    "F6:F7",
    "G6:G7",
    "H6:H7",
    "I6:I7",
    "C9:C11",
]


@pytest.mark.parametrize(
    "content", [book(ANNEX, merged=MERGED), book(ANNEX), sheet_text(ANNEX, ";").encode()]
)
def test_the_annex_of_a_decree_with_two_lines_of_headings(content: bytes) -> None:
    found = judged(content)

    assert names(found["new"]) == [
        "SIGAP LANSIA",
        "SENYUM BUMIL",
        "POSYANDU MALAM",
        "PELITA DESA",
        "KEBUN GIZI",
    ]
    assert [entry.draft.row for entry in found["new"]] == [9, 10, 11, 12, 13]
    assert [entry.draft.owner.opd for entry in found["new"]] == [
        "Dinkes",
        "Dinkes",
        "Dinkes",
        "Dispermades",
        "",
    ]
    assert found["new"][1].draft.owner.unit == "puskesmas-wonotunggal"
    assert found["new"][1].draft.values["applied_on"] == date(2022, 2, 1)
    assert "applied_on" not in found["new"][2].draft.values
    assert sum(map(len, found.values())) == 5


FORM = ";".join(
    (
        "Timestamp",
        "Email Address",
        "Nama Pengisi",
        "Nomor WhatsApp",
        "Nama Inovasi yang diusulkan",
        "OPD / Unit Kerja",
        "Tahapan inovasi saat ini",
        "Bentuk inovasi",
        "Jenis inovasi (digital/non digital)",
        "Urusan utama",
        "Rancang bangun (minimal 300 kata)",
        "Tujuan inovasi",
        "Perkiraan anggaran (Rp)",
        "Tanggal mulai diterapkan",
        "Tautan video\r\n",
    )
)


def answer(
    title: str, words: int = 300, budget: str = "25 juta", technology: str = "Digital", video: str = ""
) -> str:
    """A line of the answers to a form."""
    design = (
        '"' + "kata " * (words - 1) + 'akhir\nbaris lain"' if words < 300 else '"' + "kata " * words + '"'
    )
    who = "14/07/2025 8:01:22;a.b@contoh.invalid;Pengisi Contoh;0812-3456-7890"
    what = f"{title};Dinas Sosial;Penerapan;Pelayanan Publik;{technology};Sosial;{design}"
    return f"{who};{what};Hubungi 081234567890;{budget};3 Januari 2025;{video}\r\n"


def test_answers_to_a_form_of_another_shape() -> None:
    link = '"=HYPERLINK(""https://youtu.be/abc"";""Video"")"'
    text = FORM + answer("RUMAH SINGGAH", video=link) + answer("RUMAH SINGGAH", video=link)
    text += answer("KARTU DIFABEL", 297, "dua puluh lima", "Campuran")

    found = judged(b"\xef\xbb\xbf" + text.encode())

    first, second = (entry.draft for entry in found["new"])
    assert [entry.of for entry in found["double"]] == [2]
    assert first.owner.opd == "Dinsos"
    assert first.values["budget"] == 25_000_000
    assert first.values["applied_on"] == date(2025, 1, 3)
    assert first.values["video"] == "https://youtu.be/abc"
    assert "technology" not in second.values
    assert "budget" not in second.values
    assert any("299 kata" in one for one in second.problems)
    assert sum("Campuran" in one for one in second.problems) == 1


def test_names_and_numbers_of_persons_are_dropped() -> None:
    content = (FORM + answer("RUMAH SINGGAH")).encode()
    found = judged(content)

    assert read(content).personal == ("Email Address", "Nama Pengisi", "Nomor WhatsApp")
    kept = json.dumps({name: str(value) for name, value in found["new"][0].draft.values.items()})
    assert [text for text in ("Pengisi Contoh", "3456", "contoh.invalid") if text in kept] == []
    (entry,) = judged(book([list(EXPORT), row("SATU", initiator_name="Budi Contoh, S.Kom")]))["new"]
    assert "initiator_name" not in entry.draft.values
    (entry,) = judged(book([list(EXPORT), row("SATU", initiator_name="Dispermades")]))["new"]
    assert entry.draft.values["initiator_name"] == "Dispermades"


@pytest.mark.parametrize(
    ("headings", "kind", "word"),
    [
        (
            "Tracking ID,Nama Pelapor,Judul Laporan,Isi Laporan Awal,Instansi Terdisposisi,Status Laporan",
            "lapor",
            "indikator 29",
        ),
        (
            "Nomor,Kode SKPD,Nama SKPD,Kode Sub Kegiatan,Kode Rekening,Nilai Realisasi,Nomor SP2D",
            "sipd",
            "indikator 18",
        ),
    ],
)
def test_what_is_no_list_of_innovations_says_where_it_goes(headings: str, kind: str, word: str) -> None:
    found = read(f"Judul Laporan,Laporan\r\n\r\n{headings}\r\n1,2,3,4,5,6,7\r\n".encode())

    assert found.kind == kind
    assert found.lines == ()
    assert found.elsewhere is not None
    assert word in found.elsewhere.goes


def test_a_sheet_of_indicators_keeps_both_scores() -> None:
    heads = [
        "No.",
        "Indikator Inovasi",
        "Informasi",
        "Bobot Awal",
        "Parameter Awal",
        "Bobot Akhir",
        "Parameter Akhir",
        "Keterangan",
        "Dokumen Pendukung",
    ]
    lines: list[list[Any]] = [
        ["SIGAP LANSIA - Dinas Kesehatan"],
        heads,
        [*[None] * 8, "Nama", "Nomor", "Tanggal"],
        [
            1,
            "Regulasi Inovasi Daerah *",
            "SK",
            3,
            "Parameter 1",
            3,
            "Parameter 1",
            "Sesuai",
            "SK Penetapan",
            "400/1",
            "05-02-2024",
        ],
        [
            2,
            "Ketersediaan SDM *",
            "Lebih dari 30",
            6,
            "Parameter 3",
            4,
            "Parameter 2",
            "peran tidak tertulis",
        ],
        [3, "Replikasi", "1 kali", 3, "Parameter 1", 0, "Tidak dapat dinilai", "tanpa tanda tangan"],
        [None, "Skor Kematangan", None, 12, None, 7],
    ]
    found = read(book(lines, merged=["A1:K1", "I2:K2"]))
    assert found.sheet is not None
    assert found.grid is not None

    told = claims.read(found.grid, found.sheet, profile())

    assert told.totals == {"indicators": 3, "claimed": 12, "verified": 7, "lowered": [17], "zero": [18]}
    assert told.rows[0].values["paper"] == {"name": "SK Penetapan", "number": "400/1", "date": "2024-02-05"}


def test_a_proposal_counts_its_words_and_leaves_persons_out() -> None:
    lines: list[list[Any]] = [
        ["Data", "Deskripsi"],
        ["Judul Inovasi", "SIGAP LANSIA"],
        ["Penanggung Jawab/Inovator", "Orang Contoh"],
        ["No Tlpn.", "0812 3456 7890"],
        ["Ringkasan", "kata " * 205],
        ["Kebaruan/Nilai Tambah", "kata"],
        ["Signifikansi", "kata"],
        ["Adaptabilitas", "-"],
        ["Sumber Daya", "kata"],
        ["Strategi Keberlanjutan", "kata"],
    ]
    found = read(book(lines))
    assert found.sheet is not None
    assert found.grid is not None

    told = claims.read(found.grid, found.sheet, profile())

    assert told.title == "SIGAP LANSIA"
    assert told.totals["over_limit"] == ["Ringkasan 205 > 200"]
    assert told.totals["empty"] == ["Adaptabilitas"]
    assert "Orang Contoh" not in str(told.rows)


def test_the_exchange_of_provinces_and_of_other_portals() -> None:
    exchange = {
        "kabkota_kode": "33.25",
        "data": [
            {
                "inovasi": {"id": 501, "nama": "SIGAP LANSIA", "tahapan": "penerapan", "kematangan": "87"},
                "indikator_inovasi": [{"indikator": 16, "parameter": 1, "skor": 3}],
                "tahapan_inovasi": [{"tahapan": "uji coba", "tanggal": "2023-03-01"}],
                "urusan_inovasi": [
                    {"urusan": "Sosial", "utama": False},
                    {"urusan": "Kesehatan", "utama": True},
                ],
            },
            {"inovasi": {"id": 502, "nama": "PASAR RESIK", "kematangan": None}, "indikator_inovasi": []},
        ],
    }
    strapi = {
        "data": [
            {
                "id": 1,
                "attributes": {
                    "Nama_opd": "Dinas Sosial",
                    "Nama_inovasi": "SATU",
                    "Waktu_uji_coba": "2024-03-02T00:00:00.000Z",
                },
            }
        ]
    }

    first, second = (entry.draft for entry in judged(json.dumps(exchange).encode())["new"])
    (other,) = judged(json.dumps(strapi).encode())["new"]

    assert first.values["trial_on"] == date(2023, 3, 1)
    assert (first.values["affair"], first.values["other_affairs"]) == ("1.02", "1.06")
    assert second.problems[:2] == ["tanpa indikator", "skor kematangan kosong"]
    assert (other.draft.owner.opd, other.draft.values["trial_on"]) == ("Dinsos", date(2024, 3, 2))


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"<html><table>", b"a,b\r\n1,2\r\n", b"{", b"\xd0\xcf\x11\xe0", b"PK\x03\x04x"],
)
def test_what_cannot_be_read_says_why(content: bytes) -> None:
    with pytest.raises(RuleViolation, match=r"\w"):
        read(content)
