"""The fields of a case as a curator sees them: order, label, hint and kind of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.cases.model import SECTIONS
from portal.cases.words import COST_KINDS, LAW_STATES, OUTCOMES, PLACES, RESULT_KINDS, VERDICTS
from portal.taxonomy.stopping import STOP_REASONS

RESERVED = frozenset({"baru", "pemeriksaan"})  # addresses below /sunting that are no cases


class FieldKind(StrEnum):
    """How a field is typed, and how it is written into the file."""

    LINE = "line"  # one line of text
    OPTIONAL = "optional"  # one line; left out of the file while empty
    PROSE = "prose"  # several lines that become one paragraph
    LINES = "lines"  # a list, one entry a line
    OPTIONAL_LINES = "optional-lines"  # the same; left out of the file while empty
    YEAR = "year"  # a year; empty: not known
    RESULT_YEAR = "result-year"  # the same, written as "tidak diketahui"
    DAY = "day"  # a date, ISO 8601
    PARTIAL_DAY = "partial-day"  # a date of which only the year may be known
    FIGURE = "figure"  # a number in Indonesian writing, or a text
    OPTIONAL_FIGURE = "optional-figure"  # the same; empty: not known
    CITES = "cites"  # ids of sources
    OPTIONAL_CITES = "optional-cites"  # the same; left out of the file while empty
    CHOICE = "choice"  # one of a list
    CHOICES = "choices"  # some of a list
    YES_NO = "yes-no"
    QUOTES = "quotes"  # the words of sources, one a line: "s1: …"; left out of the file while empty
    PACKED = "packed"  # a small map in words: "2026-11-30 arsip sebagian"; left out while empty


@dataclass(frozen=True)
class Field:
    """One field: its key in the file, and how a curator meets it."""

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    hint: str = ""
    is_needed: bool = False
    options: tuple[tuple[str, str], ...] = ()  # of a choice in a table: what the file holds, its label


@dataclass(frozen=True)
class Table:
    """A repeatable row of fields; `is_one` for a map of which there is at most one."""

    name: str
    label: str
    row: str  # what one row is called
    hint: str
    fields: tuple[Field, ...]
    is_one: bool = False
    is_left_out: bool = False  # of the file, while it has no row


QUOTES = Field(
    "quotes",
    "Kutipan",
    FieldKind.QUOTES,
    "Kata-kata sumbernya sendiri, satu per baris: s1: Sebanyak 848 lansia …",
)

HEAD = (
    Field(
        "slug",
        "Alamat",
        FieldKind.LINE,
        "Huruf kecil, angka, dan tanda hubung; tidak dapat diganti sesudah terbit.",
        True,
    ),
    Field("title", "Judul", FieldKind.LINE, "Nama inovasinya, paling banyak 120 huruf.", True),
    Field(
        "aliases", "Nama lain", FieldKind.LINES, "Nama dan singkatan lain yang dipakai orang, satu per baris."
    ),
    Field(
        "former_slugs",
        "Alamat lama",
        FieldKind.OPTIONAL_LINES,
        "Alamat yang pernah dipakai kasus ini, satu per baris.",
    ),
    Field("region", "Wilayah", FieldKind.CHOICE, "Daerah yang menjalankan inovasi ini.", True),
    Field("province", "Provinsi", FieldKind.LINE, "Kosongkan: terisi sendiri dari wilayah."),
    Field("owner", "Penyelenggara", FieldKind.LINE, "Nama kantornya, bukan nama orang.", True),
    Field("started", "Tahun mulai", FieldKind.YEAR, "Kosongkan bila tidak ada sumber yang menyebutnya."),
    Field(
        "status",
        "Keadaan",
        FieldKind.CHOICE,
        "Menurut sumber terbaru yang menyebutnya; portal menandai sendiri bila sumbernya sudah lama.",
        True,
    ),
    Field(
        "status_note", "Keterangan keadaan", FieldKind.OPTIONAL, "Atas dasar apa keadaannya disebut begitu."
    ),
    Field("status_sources", "Sumber keadaan", FieldKind.CITES, "Tanda sumber, misalnya: s1, s4."),
    Field(
        "status_quotes",
        "Kutipan keadaan",
        FieldKind.QUOTES,
        "Kata-kata sumber yang mengatakan keadaannya: s4: …",
    ),
    Field("compiled", "Disusun", FieldKind.PACKED, "Tanggal dan bahannya: 2026-11-30 arsip.", True),
    Field(
        "compared",
        "Sumber yang dibandingkan",
        FieldKind.OPTIONAL_CITES,
        "Yang dibaca berdampingan, misalnya: s1, s4.",
    ),
    Field("sector", "Sektor", FieldKind.CHOICE, "", True),
    Field("form", "Bentuk inovasi", FieldKind.CHOICES, "Menurut PP 38/2017; boleh lebih dari satu.", True),
    Field("digital", "Jenis inovasi", FieldKind.YES_NO, "", True),
    Field(
        "kind",
        "Cara memulai",
        FieldKind.OPTIONAL,
        "Id dari content/kinds, misalnya layanan-keliling. Kosongkan: mengikuti sektornya.",
    ),
    Field("target_groups", "Untuk siapa", FieldKind.LINES, "Kelompok yang dilayani, satu per baris."),
    Field(
        "summary",
        "Ringkasan",
        FieldKind.PROSE,
        "Apa, untuk siapa, dengan hasil apa. Tulis untuk kepala dinas yang sibuk.",
        True,
    ),
    Field(
        "needs",
        "Kebutuhan yang dijawab",
        FieldKind.CHOICES,
        "Kebutuhan daerah kita yang dijawab inovasi ini.",
    ),
)

RESULTS = Table(
    "results",
    "Angka hasil",
    "Hasil",
    "Satu ukuran per baris. Angka ditulis cara Indonesia: 1.400 atau 7,5.",
    (
        Field("metric", "Ukuran", is_needed=True),
        Field("kind", "Macam angka", FieldKind.CHOICE, is_needed=True, options=RESULT_KINDS),
        Field("before", "Sebelum", FieldKind.OPTIONAL_FIGURE),
        Field("after", "Sesudah", FieldKind.FIGURE, is_needed=True),
        Field("unit", "Satuan"),
        Field("year", "Tahun", FieldKind.RESULT_YEAR),
        Field("method", "Cara menghitung", FieldKind.OPTIONAL),
        Field("before_method", "Cara menghitung sebelumnya", FieldKind.OPTIONAL),
        Field("sources", "Sumber", FieldKind.CITES, is_needed=True),
        QUOTES,
    ),
)
AWARDS = Table(
    "awards",
    "Daftar penghargaan",
    "Penghargaan",
    "Nominasi ditulis sebagai nominasi.",
    (
        Field("name", "Nama penghargaan", is_needed=True),
        Field("outcome", "Sampai di mana", FieldKind.CHOICE, is_needed=True, options=OUTCOMES),
        Field("level", "Tingkat", is_needed=True),
        Field("year", "Tahun", FieldKind.RESULT_YEAR),
        Field("giver", "Pemberi", is_needed=True),
        Field("sources", "Sumber", FieldKind.CITES, is_needed=True),
        QUOTES,
    ),
)
LEGAL_BASIS = Table(
    "legal_basis",
    "Daftar dasar hukum",
    "Dasar hukum",
    "Sebut jenis, nomor, tahun, dan tentang apa. “Berlaku” hanya bila sudah dilihat di JDIH.",
    (
        Field("text", "Peraturan", is_needed=True),
        Field("state", "Keadaan aturan", FieldKind.CHOICE, is_needed=True, options=LAW_STATES),
        Field("sources", "Sumber", FieldKind.CITES),
        QUOTES,
    ),
)
ENDED = Table(
    "ended",
    "Bagaimana berakhirnya",
    "Akhir",
    "Hanya untuk yang dihentikan, berakhir sebagian, atau diganti.",
    (
        Field("year", "Tahun", FieldKind.RESULT_YEAR),
        Field("reason", "Alasan", FieldKind.CHOICE, options=tuple(STOP_REASONS.items())),
        Field("words", "Ceritanya", is_needed=True),
        Field("replaced_by", "Digantikan oleh", FieldKind.OPTIONAL),
        Field("sources", "Sumber", FieldKind.CITES, is_needed=True),
        QUOTES,
    ),
    is_one=True,
    is_left_out=True,
)
STILL = Table(
    "still",
    "Masih boleh ditiru?",
    "Jawaban",
    "Sistem atau aturan nasional sejak itu. Tanpa sumber berarti penilaian kita sendiri.",
    (
        Field("verdict", "Jawaban", FieldKind.CHOICE, is_needed=True, options=VERDICTS),
        Field("system", "Sistem atau aturan nasional", FieldKind.OPTIONAL),
        Field("words", "Penjelasan", is_needed=True),
        Field("date", "Tanggal", FieldKind.DAY, is_needed=True),
        Field("sources", "Sumber", FieldKind.OPTIONAL_CITES),
        QUOTES,
    ),
    is_one=True,
    is_left_out=True,
)
COSTS = Table(
    "costs",
    "Biaya",
    "Biaya",
    "Rupiah penuh, misalnya 6.100.000.000. Yang belum diketahui menjadi pertanyaan kunjungan.",
    (
        Field("kind", "Macam biaya", FieldKind.CHOICE, is_needed=True, options=COST_KINDS),
        Field("amount", "Rupiah", FieldKind.FIGURE, is_needed=True),
        Field("per", "Per satu", FieldKind.OPTIONAL),
        Field("words", "Untuk apa", is_needed=True),
        Field("year", "Tahun", FieldKind.RESULT_YEAR),
        Field("sources", "Sumber", FieldKind.CITES, is_needed=True),
        QUOTES,
    ),
    is_left_out=True,
)
STAFF = Table(
    "staff",
    "Tenaga",
    "Tenaga",
    "Berapa orang, dan siapa.",
    (
        Field("people", "Orang", FieldKind.FIGURE, is_needed=True),
        Field("words", "Siapa", is_needed=True),
        Field("year", "Tahun", FieldKind.RESULT_YEAR),
        Field("sources", "Sumber", FieldKind.CITES, is_needed=True),
        QUOTES,
    ),
    is_left_out=True,
)
CONTACTS = Table(
    "contacts",
    "Tanya ke siapa",
    "Kantor",
    "Kantor, bukan orang; nomor kantor, bukan nomor pribadi.",
    (
        Field("office", "Kantor", is_needed=True),
        Field("address", "Alamat kantor", FieldKind.OPTIONAL),
        Field("phone", "Telepon", FieldKind.OPTIONAL),
        Field("email", "Surel", FieldKind.OPTIONAL),
        Field("web", "Situs", FieldKind.OPTIONAL),
        Field("sources", "Sumber", FieldKind.CITES, is_needed=True),
    ),
    is_left_out=True,
)
PICTURES = Table(
    "pictures",
    "Gambar",
    "Gambar",
    "Berkas JPG atau PNG di content/pictures. Tanpa sumber, lisensi, dan keterangan, kasus tidak terbit.",
    (
        Field("file", "Nama berkas", is_needed=True),
        Field("alt", "Yang tampak di gambar", is_needed=True),
        Field("maker", "Pembuat", is_needed=True),
        Field("licence", "Lisensi", is_needed=True),
        Field("sources", "Sumber", FieldKind.CITES, is_needed=True),
    ),
    is_left_out=True,
)
SEARCHED = Table(
    "searched",
    "Yang sudah dicari",
    "Pencarian",
    "Di balik setiap “kami belum menemukan” ada pencarian: apa yang ditanyakan, di mana, kapan.",
    (
        Field("about", "Untuk bagian", FieldKind.LINES, is_needed=True),
        Field("query", "Kata pencarian", is_needed=True),
        Field("where", "Dicari di", FieldKind.CHOICE, is_needed=True, options=PLACES),
        Field("date", "Tanggal", FieldKind.DAY, is_needed=True),
    ),
    is_left_out=True,
)
SOURCES = Table(
    "sources",
    "Daftar sumber",
    "Sumber",
    "Setiap sumber harus dirujuk setidaknya sekali. Tanggal: 2019-11-12, 2019-11, atau 2019.",
    (
        Field("id", "Tanda", is_needed=True),
        Field("title", "Judul tulisan", is_needed=True),
        Field("publisher", "Penerbit", is_needed=True),
        Field("date", "Tanggal", FieldKind.PARTIAL_DAY),
        Field("url", "Alamat web", is_needed=True),
        Field("read", "Dibaca", FieldKind.PACKED, "Misalnya: 2026-11-30 arsip sebagian"),
        Field("checked", "Diperiksa", FieldKind.PACKED, "Terisi sendiri dari halaman pemeriksaan."),
    ),
)
TABLE_ORDER = (
    SOURCES,
    RESULTS,
    ENDED,
    STILL,
    COSTS,
    STAFF,
    CONTACTS,
    PICTURES,
    AWARDS,
    LEGAL_BASIS,
    SEARCHED,
)
TABLES = {table.name: table for table in TABLE_ORDER}
ORIGIN_PLAN = Field(
    "origin_plan", "Rencana asal", FieldKind.OPTIONAL, "Nomor rencana adopsi yang menjadi asal kasus ini."
)
FIELDS = {field.name: field for field in (*HEAD, ORIGIN_PLAN)}

GROUPS = (
    ("pokok", "Pokok", ("title", "slug", "region", "province", "owner", "aliases", "former_slugs")),
    (
        "keadaan",
        "Keadaan",
        ("started", "status", "status_note", "status_sources", "status_quotes", "compiled", "compared"),
    ),
    ("golongan", "Golongan", ("sector", "form", "digital", "kind", "target_groups", "needs")),
    ("isi-ringkasan", "Ringkasan", ("summary",)),
)  # how the form orders the head: (anchor, heading, fields)

SECTION_HINTS = dict(
    zip(
        SECTIONS,
        (
            "Keadaan sebelum inovasi: siapa yang susah, seberapa besar.",
            "Apa yang dikerjakan, oleh siapa, bagaimana caranya berjalan.",
            "Apa yang berubah, dengan angka dan sumbernya.",
            "Orang, uang, alat; tulis juga bila biayanya tidak diketahui.",
            "Aturan yang dipakai, dengan nomornya.",
            "Penghargaan dan nominasi, dengan tahunnya.",
            "Yang berhasil, yang gagal, yang menghambat.",
            "Empat butir: **Regulasi.**, **Orang.**, **Anggaran.**, **Teknologi.**",
            "Daerah lain yang memakainya, dan apakah itu rencana atau bukti.",
            "Siapa yang dapat ditemui, di mana, apa yang dapat dilihat.",
            "Angka yang saling berbeda, dan hal yang belum pasti.",
        ),
        strict=True,
    )
)


def section_place(heading: str) -> str:
    """The name of a section's field in the form."""
    return f"bagian-{SECTIONS.index(heading) + 1}"


def label_of(place: str) -> str:
    """What a curator calls a place: 'Judul', 'Hasil 2: Ukuran', 'Bagian Masalah'."""
    name, _, rest = place.partition("-")
    if name == "bagian":
        return f"Bagian {SECTIONS[int(rest) - 1]}"
    if name in TABLES and rest:
        index, _, column = rest.partition("-")
        row = f"{TABLES[name].row} {int(index) + 1}"
        labels = {field.name: field.label for field in TABLES[name].fields}
        return f"{row}: {labels[column]}" if column in labels else row
    if name in TABLES:
        return TABLES[name].label
    return FIELDS[name].label if name in FIELDS else "Berkas"
