"""Every paper of a reported year and of one innovation of it."""

from __future__ import annotations

from portal.government.papers import Paper
from portal.iid.papers import notes, report, statements
from portal.iid.papers.dossier import ReportDossier
from portal.iid.papers.origin import StatementDossier

RESULT, OTHERS = "Hasil dan laporan", "Bahan laporan lain"
YEAR_PAPERS: tuple[Paper[ReportDossier], ...] = (
    Paper(
        "laporan-inovasi-daerah",
        "Laporan inovasi daerah",
        "Kepada Menteri Dalam Negeri, lima belas bab.",
        RESULT,
        report.annual_report,
    ),
    Paper(
        "nota-dinas-hasil",
        "Nota dinas hasil IID",
        "Kepada kepala daerah lewat sekretaris daerah: skor, bagiannya, yang turun, usul tindak lanjut.",
        RESULT,
        notes.result_note,
    ),
    Paper(
        "bahan-lkjip-lkpj-lppd",
        "Bahan LKjIP, LKPJ, dan LPPD",
        "Uraian dan tabel untuk disalin ke laporan masing-masing.",
        OTHERS,
        notes.other_reports,
    ),
)
PROPOSAL, AFTERWARDS = "Bersama usulan", "Sesudah penerapan"
INNOVATION_PAPERS: tuple[Paper[StatementDossier], ...] = (
    Paper(
        "pernyataan-implementasi",
        "Surat pernyataan implementasi",
        "Menyatakan inovasi sudah diterapkan dan masih berjalan.",
        PROPOSAL,
        statements.implemented,
    ),
    Paper(
        "pernyataan-identitas",
        "Surat pernyataan identitas inovator",
        "Menyatakan dari siapa gagasannya; nama ditulis di naskah, tidak di portal.",
        PROPOSAL,
        statements.identity,
    ),
    Paper(
        "pernyataan-kesediaan-direplikasi",
        "Surat pernyataan kesediaan direplikasi",
        "Menyatakan bersedia ditiru daerah lain.",
        PROPOSAL,
        statements.copying,
    ),
    Paper(
        "piagam",
        "Piagam penghargaan inovator",
        "Membuktikan indikator 12 pemerintah daerah; nama ditulis di naskah.",
        AFTERWARDS,
        statements.certificate,
    ),
)
COPIED: tuple[Paper[StatementDossier], ...] = (
    Paper(
        "pernyataan-telah-mereplikasi",
        "Surat pernyataan telah mereplikasi",
        "Untuk daerah asal: bukti indikator 31 baginya.",
        AFTERWARDS,
        statements.has_copied,
    ),
)


def papers_of(dossier: StatementDossier) -> tuple[Paper[StatementDossier], ...]:
    """The papers of an innovation; only one that was copied has something to state to its origin."""
    return (*INNOVATION_PAPERS, *COPIED) if dossier.is_copied else INNOVATION_PAPERS
