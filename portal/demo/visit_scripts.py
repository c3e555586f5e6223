"""The demo's five study visits: who asks whom about what, and how far each has come. All of it is made up."""

from __future__ import annotations

from dataclasses import dataclass

from portal.visits import Mode, Stage


@dataclass(frozen=True)
class Asked:
    """A question, its theme and, where the visit has come so far, its answer."""

    text: str
    theme: str
    answer: str = ""
    figure: str = ""
    unit: str = ""
    by: str = ""


@dataclass(frozen=True)
class Followed:
    """An item of the follow-up."""

    action: str
    output: str
    indicator: str
    case: str = ""


@dataclass(frozen=True)
class VisitScript:
    """One visit of the demo; days count from today, negative ones lie behind us."""

    opd: str
    title: str
    need: str
    region: str
    unit: str
    mode: Mode
    purpose: str
    expected: str
    cases: tuple[str, ...]
    questions: tuple[Asked, ...]
    ending: Stage
    starts: int
    days: int = 1
    travel_reason: str = ""
    summary: str = ""
    lessons: tuple[tuple[str, bool, str], ...] = ()
    follow_ups: tuple[Followed, ...] = ()


VISIT_SCRIPTS = (
    VisitScript(
        opd="Disdukcapil",
        title="Belajar akta lahir di rumah sakit ke Banyuwangi",
        need="akta-kelahiran-terlambat",
        region="banyuwangi",
        unit="Dinas Kependudukan dan Pencatatan Sipil",
        mode=Mode.TRIP,
        purpose="Akta kelahiran sering baru diurus saat anak masuk sekolah. (Data contoh.)",
        expected="Salinan alur kerja dengan rumah sakit, hitungan biaya, dan keputusan: ditiru atau tidak.",
        cases=("lahir-procot-pulang-bawa-akta", "smart-kampung", "pasar-pelayanan-publik"),
        travel_reason="Alur di ruang bersalin dan di kantor desa perlu dilihat bersama petugasnya (contoh).",
        questions=(
            Asked(
                "Bagaimana data bayi sampai dari rumah sakit ke dinas?",
                "proses",
                "Petugas rumah sakit mengisi formulir daring pada hari kelahiran (jawaban contoh).",
                by="Kepala Bidang Pencatatan Sipil",
            ),
            Asked(
                "Berapa petugas yang mengerjakannya?",
                "sdm",
                "Dua petugas dinas, dan satu petugas di setiap rumah sakit (jawaban contoh).",
                "2",
                "petugas",
                "Kepala Bidang Pencatatan Sipil",
            ),
            Asked(
                "Apa yang pernah gagal?",
                "kendala",
                "Rumah sakit swasta baru ikut setelah ada kerja sama tertulis (jawaban contoh).",
                by="Kepala Bidang Pencatatan Sipil",
            ),
            Asked("Berapa biaya setiap tahun?", "anggaran"),
        ),
        ending=Stage.FOLLOWED,
        starts=-75,
        days=2,
        summary="Akta lahir di rumah sakit dapat ditiru dengan kerja sama tertulis lebih dahulu (contoh).",
        lessons=(
            ("Pengisian oleh petugas rumah sakit", True, "Rumah sakit daerah sudah memakai sistem daring."),
            ("Layanan di pasar", False, "Jarak pasar ke kantor kecamatan di sini dekat."),
        ),
        follow_ups=(
            Followed(
                "Perluas layanan surat di kantor desa untuk akta lahir",
                "Nota kesepahaman dengan rumah sakit daerah",
                "Bayi yang pulang membawa akta",
                "pasar-pelayanan-publik",
            ),
            Followed(
                "Latih petugas rumah sakit mengisi formulir",
                "Petugas terlatih di setiap rumah sakit",
                "Rumah sakit yang ikut",
                "lahir-procot-pulang-bawa-akta",
            ),
        ),
    ),
    VisitScript(
        opd="Dinkes",
        title="Panggilan video tentang nomor tunggal ambulans Kota Semarang",
        need="igd-24-jam",
        region="semarang",
        unit="Dinas Kesehatan",
        mode=Mode.VIDEO,
        purpose="Warga meminta layanan darurat 24 jam. (Data contoh.)",
        expected="Pembagian tugas pusat panggilan dan puskesmas.",
        cases=("semarang-ambulan-hebat",),
        questions=(
            Asked(
                "Siapa yang menerima panggilan pada malam hari?",
                "sdm",
                "Perawat bergiliran tiga kali sehari (jawaban contoh).",
                by="Koordinator pusat panggilan",
            ),
            Asked("Berapa kendaraan untuk satu kecamatan?", "anggaran"),
            Asked("Bagaimana ambulans desa ikut dihubungi?", "teknologi"),
        ),
        ending=Stage.UNDER_WAY,
        starts=0,
    ),
    VisitScript(
        opd="DLH",
        title="Melihat mesin pemilah sampah di Banyumas",
        need="tps3r-mahal",
        region="banyumas",
        unit="Dinas Lingkungan Hidup",
        mode=Mode.TRIP,
        purpose="TPS3R di sini mahal dan sering berhenti. (Data contoh.)",
        expected="Hitungan biaya mesin dan orang per ton sampah.",
        cases=("banyumas-sumpah-beruang",),
        travel_reason="Mesin dan alur pemilahan perlu dilihat saat bekerja, video tidak cukup (contoh).",
        questions=(
            Asked("Berapa ton sampah yang habis dipilah satu mesin dalam sehari?", "hasil"),
            Asked("Siapa yang membeli hasil pilahan, dan berapa harganya?", "anggaran"),
        ),
        ending=Stage.PROPOSED,
        starts=30,
        days=2,
    ),
    VisitScript(
        opd="DPMPTSP",
        title="Studi meja izin satu pintu Surabaya",
        need="investasi-di-bawah-target",
        region="surabaya",
        unit="Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        mode=Mode.DESK,
        purpose="Realisasi investasi di bawah target. (Data contoh.)",
        expected="Daftar izin yang dapat digabung.",
        cases=("surabaya-ssw",),
        questions=(
            Asked(
                "Izin apa saja yang digabung pada tahun pertama?",
                "desain",
                "Izin usaha dan izin bangunan lebih dahulu (jawaban contoh, dari dokumen).",
                by="Dokumen yang terbit",
            ),
        ),
        ending=Stage.REPORTED,
        starts=-40,
        summary="Penggabungan izin dapat dimulai dari dua jenis izin (contoh).",
        lessons=(("Dua izin lebih dahulu", True, "Petugasnya sama, jadi tidak perlu aplikasi baru."),),
    ),
    VisitScript(
        opd="Disdikbud",
        title="Mengajak anak kembali sekolah: belajar dari Brebes",
        need="anak-tidak-sekolah",
        region="brebes",
        unit="Dinas Pendidikan",
        mode=Mode.DESK,
        purpose="Masih ada anak yang tidak sekolah. (Data contoh.)",
        expected="",
        cases=("brebes-gkb",),
        questions=(),
        ending=Stage.DRAFT,
        starts=45,
    ),
)
