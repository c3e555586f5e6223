"""Every paper of a year and of an innovation: what it is for, and how it is made."""

from __future__ import annotations

from portal.government.papers import Paper
from portal.register.papers import decrees, letters
from portal.register.papers.dossier import InnovationDossier, YearDossier

START, DECREE, SEASON = "Membuka tahun", "Penetapan", "Sebelum dikirim"
YEAR_PAPERS: tuple[Paper[YearDossier], ...] = (
    Paper(
        "surat-permintaan-usulan",
        "Surat permintaan usulan",
        "Meminta usulan inovasi kepada semua perangkat daerah; isian dan daftar bukti terlampir.",
        START,
        letters.request_for_proposals,
    ),
    Paper(
        "sk-penetapan",
        "Keputusan penetapan inovasi daerah",
        "Membuktikan indikator 16 bagi semua inovasi di lampirannya yang diterapkan pada tahun itu.",
        DECREE,
        decrees.decree_of_year,
    ),
    Paper(
        "ba-penilaian-internal",
        "Berita acara penilaian kematangan",
        "Skor klaim dan skor terverifikasi, yang dikirim dan yang ditahan.",
        SEASON,
        letters.assessment_minutes,
    ),
)
TRIAL, TEAM = "Uji coba", "Tim pelaksana"
INNOVATION_PAPERS: tuple[Paper[InnovationDossier], ...] = (
    Paper(
        "pemberitahuan-uji-coba",
        "Surat pemberitahuan uji coba",
        "Memberi tahu kepala daerah lewat perangkat perencana, sebelum uji coba.",
        TRIAL,
        letters.trial_notice,
    ),
    Paper(
        "laporan-uji-coba",
        "Laporan hasil uji coba",
        "Jalannya, hasil ukur, pelajaran, dan keputusan.",
        TRIAL,
        letters.trial_report,
    ),
    Paper(
        "sk-tim-pelaksana",
        "Keputusan tim pelaksana",
        "Satu naskah untuk indikator 17, 22, 23, dan 24: lebih dari 30 orang, 5 perangkat daerah, 5 aktor.",
        TEAM,
        decrees.executing_team,
    ),
)
