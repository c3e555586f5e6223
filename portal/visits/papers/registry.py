"""Every paper of a visit: when it is useful, what its record still lacks, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from portal.documents import Letter, make_docx, make_letter_pdf
from portal.errors import NotFound
from portal.government.sender import Sender
from portal.visits.papers import lists, orders, proposal, request, results
from portal.visits.papers.dossier import Dossier, Mode

Build = Callable[[Dossier, Sender], tuple[Letter, ...]]
ALL_MODES: tuple[Mode, ...] = ("meja", "daring", "perjalanan")
MEETING: tuple[Mode, ...] = ("daring", "perjalanan")
TRAVEL: tuple[Mode, ...] = ("perjalanan",)

FACTS: dict[str, tuple[str, Callable[[Dossier], object]]] = {
    "need": ("masalah yang dijawab", lambda dossier: dossier.need.title),
    "basis": ("dasar aturan atau anggaran", lambda dossier: dossier.basis),
    "purpose": ("maksud dan tujuan", lambda dossier: dossier.purpose),
    "expected": ("hasil yang dibawa pulang", lambda dossier: dossier.expected),
    "reason": (
        "alasan memilih perjalanan",
        lambda dossier: dossier.reason or dossier.mode != "perjalanan",
    ),
    "alternatives": ("pilihan lain yang ditimbang", lambda dossier: dossier.alternatives),
    "dates": ("tanggal", lambda dossier: dossier.starts and dossier.ends),
    "place": ("tempat", lambda dossier: dossier.host.place),
    "contact": ("narahubung kita", lambda dossier: dossier.contact),
    "cases": ("inovasi yang dipelajari", lambda dossier: dossier.cases),
    "people": ("peserta", lambda dossier: dossier.delegates),
    "ranks": (
        "pangkat dan jabatan setiap peserta",
        lambda dossier: all(one.rank and one.post for one in dossier.delegates),
    ),
    "roles": ("ketua dan pencatat", lambda dossier: dossier.chair and dossier.with_role("pencatat")),
    "questions": ("pertanyaan", lambda dossier: dossier.questions),
    "answers": ("jawaban", lambda dossier: any(one.answer for one in dossier.questions)),
    "agenda": ("jadwal", lambda dossier: dossier.agenda),
    "held": ("waktu pelaksanaan di jadwal", lambda dossier: any(one.actual_starts for one in dossier.agenda)),
    "costs": ("biaya", lambda dossier: dossier.costs),
    "account": ("kode rekening", lambda dossier: dossier.budget.account),
    "transport": ("alat angkut", lambda dossier: dossier.transport),
    "reply": ("jawaban tuan rumah", lambda dossier: dossier.reply),
    "report": ("ringkasan hasil", lambda dossier: dossier.report.summary),
    "advice": (
        "rekomendasi setiap inovasi",
        lambda dossier: dossier.cases and all(case.recommendation for case in dossier.cases),
    ),
    "chosen": (
        "inovasi yang direkomendasikan adopsi atau adaptasi",
        lambda dossier: any(case.recommendation in ("adopsi", "adaptasi") for case in dossier.cases),
    ),
    "follow_ups": ("tindak lanjut", lambda dossier: dossier.follow_ups),
    "owners": (
        "penanggung jawab dan tenggat setiap tindak lanjut",
        lambda dossier: all(one.post and one.ends for one in dossier.follow_ups),
    ),
}


@dataclass(frozen=True)
class Paper:
    """A kind of paper; its name is also its address."""

    name: str
    title: str
    use: str  # what it is for, in one line
    moment: str  # the heading it is listed under
    build: Build
    asks: tuple[str, ...]  # keys of FACTS
    modes: tuple[Mode, ...] = ALL_MODES

    def missing(self, dossier: Dossier) -> list[str]:
        """What the record does not say yet; the paper shows a gap there."""
        return [label for label, fact in (FACTS[key] for key in self.asks) if not fact(dossier)]


BEFORE, TO_HOST, DEPARTURE, AFTER = (
    "Sebelum disetujui",
    "Kepada tuan rumah",
    "Saat berangkat",
    "Sesudah kunjungan",
)
MOMENTS = (BEFORE, TO_HOST, DEPARTURE, AFTER)
PAPERS: tuple[Paper, ...] = (
    Paper("telaahan-staf", "Telaahan staf", "Menimbang masalah, pilihan, dan saran kepada pimpinan.",
          BEFORE, proposal.staff_study,
          ("need", "purpose", "basis", "alternatives", "reason", "expected", "questions", "dates")),
    Paper("nota-dinas", "Nota dinas", "Mengusulkan kunjungan dan meminta arahan.", BEFORE,
          proposal.office_note, ("basis", "purpose", "dates", "people", "costs"), MEETING),
    Paper("kak", "Kerangka acuan kerja (KAK)", "Menjelaskan kegiatan, peserta, jadwal, dan biaya.", BEFORE,
          proposal.terms_of_reference,
          ("basis", "reason", "alternatives", "purpose", "expected", "cases", "questions", "people", "dates",
           "agenda", "costs", "account")),
    Paper("surat-permohonan", "Surat permohonan kunjungan",
          "Meminta kesediaan tuan rumah; daftar peserta dan pertanyaan terlampir.", TO_HOST,
          request.visit_request, ("cases", "dates", "place", "contact", "people", "questions"), MEETING),
    Paper("daftar-peserta", "Daftar peserta", "Siapa yang datang, dengan peran dan pertanyaannya.", TO_HOST,
          lists.participants, ("people", "ranks", "roles"), MEETING),
    Paper("daftar-pertanyaan", "Daftar pertanyaan", "Pertanyaan dengan ruang jawaban, atau jawabannya.",
          TO_HOST, lists.questions, ("questions",)),
    Paper("jadwal", "Jadwal kegiatan", "Rencana dan pelaksanaan, jam demi jam.", TO_HOST,
          lists.rundown, ("dates", "agenda"), MEETING),
    Paper("surat-tugas", "Surat tugas", "Menugaskan peserta.", DEPARTURE,
          orders.assignment, ("basis", "people", "ranks", "dates", "reply"), MEETING),
    Paper("spd", "Surat perjalanan dinas (SPD)", "Satu untuk setiap orang, dengan lembar visum.", DEPARTURE,
          orders.travel_orders, ("people", "ranks", "dates", "transport", "account"), TRAVEL),
    Paper("daftar-hadir", "Daftar hadir", "Ditandatangani di tempat oleh peserta dan tuan rumah.", DEPARTURE,
          lists.attendance, ("people", "dates", "place"), MEETING),
    Paper("notula", "Notula", "Apa yang dibahas dan disepakati.", AFTER,
          results.minutes, ("held", "roles", "answers", "follow_ups"), MEETING),
    Paper("laporan", "Laporan hasil perjalanan dinas", "Jawaban, perbandingan, rekomendasi.", AFTER,
          results.travel_report, ("basis", "held", "answers", "report", "advice", "follow_ups")),
    Paper("rtl", "Rencana tindak lanjut (RTL)", "Siapa mengerjakan apa, kapan selesai, kapan ditinjau.",
          AFTER, results.follow_up_plan, ("expected", "follow_ups", "owners")),
    Paper("surat-minat-replikasi", "Surat minat replikasi",
          "Menyatakan minat kepada daerah asal, dengan tembusan kepada BSKDN.", AFTER,
          request.replication_interest, ("chosen", "follow_ups", "contact")),
)  # fmt: skip


def papers_for(dossier: Dossier) -> tuple[Paper, ...]:
    """The papers that this mode of visit needs, in the order an auditor expects them."""
    return tuple(paper for paper in PAPERS if dossier.mode in paper.modes)


def get_paper(dossier: Dossier, name: str) -> Paper:
    """A paper by name; raises NotFound, also where this mode of visit has no such paper."""
    for paper in papers_for(dossier):
        if paper.name == name:
            return paper
    raise NotFound("Kunjungan ini tidak memakai dokumen itu. Pilih dari daftar dokumennya.")


def pdf_of(paper: Paper, dossier: Dossier, sender: Sender) -> bytes:
    """The paper as PDF (PDF/UA-1), which says at its foot that it is a draft and of which record."""
    return make_letter_pdf(_drafts(paper, dossier, sender))


def docx_of(paper: Paper, dossier: Dossier, sender: Sender) -> bytes:
    """The paper as an editable draft, with the same words at its foot."""
    return make_docx(_drafts(paper, dossier, sender))


def _drafts(paper: Paper, dossier: Dossier, sender: Sender) -> list[Letter]:
    remark = f"Konsep dari {sender.portal or 'portal'}, kunjungan nomor {dossier.id}"
    return [replace(letter, remark=remark) for letter in paper.build(dossier, sender)]
