"""The demo's 25 plans: which OPD copies what, and how far each has come. Every figure is made up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Ending = Literal[
    "draf", "diajukan", "disetujui", "inisiatif", "uji-coba", "terlambat", "penerapan", "ditinjau", "ditunda",
    "dihentikan",
]  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """A KPI: from a starting value to a target, with the readings in between."""

    name: str
    unit: str
    before: str
    target: str
    readings: tuple[str, ...] = ()

    @property
    def goes_up(self) -> bool:
        """Is more better?"""
        return Decimal(self.target) > Decimal(self.before)


@dataclass(frozen=True)
class Script:
    """One plan of the demo."""

    opd: str
    case: str
    title: str
    need: str
    mission: int
    measure: Measure
    ending: Ending
    million: int  # rupiah of the first year; 0 for none
    problem: str = ""


SCRIPTS = (
    Script(
        "Disdukcapil",
        "lahir-procot-pulang-bawa-akta",
        "Akta lahir selesai sebelum ibu pulang",
        "Akta kelahiran sering baru diurus saat anak masuk sekolah.",
        8,
        Measure("Bayi baru lahir yang pulang membawa akta", "persen", "12", "80", ("25", "48", "66")),
        "uji-coba",
        0,
        "Dua rumah sakit swasta belum mau menandatangani kerja sama",
    ),
    Script(
        "Disdukcapil",
        "mepeling-layanan-keliling-dukcapil",
        "Layanan KTP keliling ke desa jauh",
        "Warga desa di pegunungan jauh dari kantor Disdukcapil.",
        8,
        Measure("Desa yang terlayani keliling", "desa", "0", "40", ("12", "27", "41")),
        "ditinjau",
        180,
    ),
    Script(
        "Disdukcapil",
        "salaman-dukcapil-online",
        "Antrean adminduk lewat ponsel",
        "Antrean menumpuk sesudah libur panjang.",
        3,
        Measure("Rata-rata waktu antre", "menit", "95", "30", ("70",)),
        "uji-coba",
        60,
    ),
    Script(
        "Disdukcapil",
        "smart-kampung",
        "Surat desa selesai di kantor desa",
        "Urusan surat sederhana masih dibawa ke kecamatan.",
        5,
        Measure("Jenis surat yang selesai di desa", "surat", "2", "12"),
        "diajukan",
        250,
    ),
    Script(
        "Disdukcapil",
        "e-punten-penduduk-nonpermanen",
        "Pendataan pekerja pendatang kawasan industri",
        "Pekerja pendatang belum terdata.",
        8,
        Measure("Pendatang yang terdata", "orang", "0", "5000"),
        "draf",
        40,
    ),
    Script(
        "Dinkes",
        "gancang-aron",
        "Obat diantar ke rumah pasien kronis",
        "Pasien menunggu obat berjam-jam di rumah sakit.",
        2,
        Measure("Rata-rata tunggu obat", "menit", "120", "45", ("100", "80", "52")),
        "penerapan",
        90,
    ),
    Script(
        "Dinkes",
        "laskar-sakina-pemburu-bumil-resti",
        "Pencari ibu hamil berisiko tinggi",
        "Ibu hamil berisiko sering terlambat diketahui.",
        2,
        Measure(
            "Ibu hamil berisiko yang ditemukan pada trimester pertama", "persen", "35", "75", ("44", "58")
        ),
        "uji-coba",
        120,
    ),
    Script(
        "Dinkes",
        "omaba-ojek-makanan-balita",
        "Antar makanan pemulihan balita",
        "Data dan penanganan stunting belum sepadan.",
        2,
        Measure("Balita kurang gizi yang naik berat badannya", "persen", "40", "85"),
        "inisiatif",
        150,
    ),
    Script(
        "Dinkes",
        "semarang-ambulan-hebat",
        "Nomor tunggal ambulans kabupaten",
        "Warga meminta layanan darurat 24 jam.",
        2,
        Measure("Waktu tiba ambulans", "menit", "40", "20", ("38",)),
        "terlambat",
        600,
        "Kendaraan ambulans belum cukup untuk semua kecamatan",
    ),
    Script(
        "Dinkes",
        "jemput-bola-rawat-warga",
        "Perawatan warga sakit di rumah",
        "Warga miskin sakit menahun tidak terjangkau puskesmas.",
        7,
        Measure("Warga yang dirawat di rumah", "orang", "0", "300"),
        "disetujui",
        75,
    ),
    Script(
        "DLH",
        "banyumas-sumpah-beruang",
        "TPS3R dengan mesin pemilah",
        "TPA Randukuning penuh dan masih ditimbun terbuka.",
        6,
        Measure("Sampah terolah per hari", "ton", "33", "80", ("35", "41")),
        "terlambat",
        2_400,
        "Harga mesin pemilah di atas pagu",
    ),
    Script(
        "DLH",
        "kang-pisman-kawasan-bebas-sampah",
        "RW bebas sampah",
        "Sampah belum dipilah dari rumah.",
        6,
        Measure("RW yang memilah sampah", "RW", "3", "60", ("11", "24")),
        "uji-coba",
        110,
    ),
    Script(
        "DLH",
        "surabaya-suroboyo-bus",
        "Ongkos bus dengan botol plastik",
        "Sampah plastik dan angkutan umum sama-sama perlu dorongan.",
        6,
        Measure("Botol plastik terkumpul", "kilogram", "0", "2000", ("150",)),
        "dihentikan",
        900,
    ),
    Script(
        "DLH",
        "banyuwangi-hijau-project-stop",
        "Pengelolaan sampah desa pesisir",
        "Sampah berakhir di sungai dan pantai.",
        6,
        Measure("Rumah yang terlayani angkut sampah", "rumah", "800", "6000"),
        "draf",
        1_200,
    ),
    Script(
        "DPMPTSP",
        "surabaya-ssw",
        "Satu pintu izin daring",
        "Realisasi investasi di bawah target.",
        4,
        Measure("Rata-rata lama izin", "hari", "14", "5", ("12", "9", "7")),
        "uji-coba",
        350,
    ),
    Script(
        "DPMPTSP",
        "pasar-pelayanan-publik",
        "Loket layanan di pasar Limpung",
        "Warga tetap mendatangi kantor dinas.",
        8,
        Measure("Permohonan selesai di pasar", "permohonan", "0", "1200"),
        "disetujui",
        130,
    ),
    Script(
        "DPMPTSP",
        "hayu-gampil-perizinan-online",
        "Izin usaha mikro dari ponsel",
        "Pelaku usaha mikro enggan mengurus izin.",
        4,
        Measure("Izin usaha mikro terbit lewat ponsel", "izin", "0", "3000"),
        "ditunda",
        200,
    ),
    Script(
        "Dinsos",
        "rantang-kasih",
        "Makanan harian lansia sebatang kara",
        "Lansia miskin hidup sendiri tanpa pengasuh.",
        7,
        Measure("Lansia yang menerima makanan", "orang", "0", "200", ("60", "130", "205")),
        "penerapan",
        420,
    ),
    Script(
        "Dinsos",
        "ugd-kemiskinan",
        "Unit gerak cepat kemiskinan",
        "Kemiskinan ekstrem tersebar di banyak desa.",
        7,
        Measure("Laporan yang tertangani dalam dua hari", "persen", "20", "90", ("45", "71")),
        "uji-coba",
        160,
    ),
    Script(
        "Dinsos",
        "sragen-uptpk",
        "Satu tempat urusan bantuan sosial",
        "Urusan bantuan tersebar di beberapa dinas.",
        7,
        Measure("Urusan bantuan yang selesai di satu tempat", "persen", "0", "80"),
        "diajukan",
        300,
    ),
    Script(
        "Disnaker",
        "karawang-info-loker",
        "Lowongan kawasan industri satu pintu",
        "Pengangguran tertinggi justru lulusan SMK dan diploma.",
        3,
        Measure("Lowongan yang tayang terbuka", "lowongan", "150", "2000", ("420", "890")),
        "uji-coba",
        95,
        "Sebagian perusahaan belum mau membuka lowongannya",
    ),
    Script(
        "Disnaker",
        "jagoan-banyuwangi",
        "Pelatihan usaha anak muda",
        "Anak muda sulit memulai usaha.",
        4,
        Measure("Peserta yang usahanya jalan setahun", "orang", "0", "60"),
        "inisiatif",
        220,
    ),
    Script(
        "Disdikbud",
        "garda-ampuh",
        "Pencari anak putus sekolah",
        "Rata-rata lama sekolah masih rendah.",
        2,
        Measure("Anak yang kembali bersekolah", "anak", "0", "250", ("40", "110", "262")),
        "penerapan",
        140,
    ),
    Script(
        "Disdikbud",
        "siswa-asuh-sebaya",
        "Siswa membantu siswa",
        "Anak tidak sekolah karena biaya kecil-kecil.",
        2,
        Measure("Siswa terbantu", "siswa", "0", "1500", ("380",)),
        "uji-coba",
        0,
    ),
    Script(
        "Diskominfo",
        "jakarta-crm-jaki",
        "Satu meja aduan warga",
        "Aduan warga dikeluhkan lambat direspons.",
        8,
        Measure("Aduan yang dijawab dalam tiga hari", "persen", "38", "90", ("55", "72")),
        "uji-coba",
        260,
    ),
)
